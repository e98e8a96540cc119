import { test } from './test';
import { Widget } from './widget';
test('pictures', async ({ page, browser, server }) => {
  test.setTimeout(120000);
  const scripted = await browser.newContext();
  for (const [t, s] of [['acme_corp','full-access'],['globex','full-access'],['a-very-long-tenant-name-that-somebody.of.hg.example.com_2026-11','full-access']]) {
    const widget = new Widget(await scripted.newPage());
    await widget.open((await server.session(t)).url);
    await widget.fillKeys(server.sample(s));
    await widget.save.click();
    await widget.connected();
  }
  await server.session('newcomer', { root_tenant: 'acme_corp' });
  await scripted.close();
  await page.goto(`${server.url}/admin/dev/tenants`);
  await page.getByLabel('Admin key').fill(server.adminKey);
  await page.getByLabel('Your name').fill('Anna');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.goto(`${server.url}/admin/dev/links`);
  for (const [scheme, width] of [['light', 1000], ['dark', 320]] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 700 });
    const shot = (name: string) => page.screenshot({ path: `/tmp/people-shots/${name}-${scheme}-${width}.png`, fullPage: true });
    for (const path of ['tenants', 'tenants/newcomer', 'tenants/acme_corp', 'tenants/acme_corp/flows/demo', 'tenants/acme_corp/flows/demo/disconnect', 'links', 'keys', 'log', 'settings', 'tenants/nobody']) {
      await page.goto(`${server.url}/admin/dev/${path}`);
      await shot(path.replaceAll('/', '_'));
    }
    await page.goto(`${server.url}/admin/dev/keys`);
    await page.getByLabel('Name').fill(`billing ${scheme}`);
    await page.getByRole('button', { name: 'Make a key' }).click();
    await shot('key-made');
    await page.goto(`${server.url}/admin/dev/links?tenant=globex`);
    await page.getByRole('button', { name: 'Make the link' }).click();
    await shot('link-made');
  }
});
