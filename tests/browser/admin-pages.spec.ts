// The admin pages for tenants, connections, links, API keys, origins, the theme and the log. None of them needs a script;
// with one, texts are copied and colours are picked.

import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from './fixtures';
import type { Server } from './server';
import { WidgetPage } from './widget-page';

async function signIn(page: Page, server: Server, path: string): Promise<void> {
  await page.goto(`${server.url}/admin${path}`);
  await page.getByLabel('Admin key').fill(server.adminKey);
  await page.getByLabel('Your name').fill('Anna');
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function connect(page: Page, server: Server, tenant: string, sample: string): Promise<void> {
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant)).url);
  await widget.fillKeys(server.sample(sample));
  await widget.save.click();
  await widget.expectConnected();
}

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('creates a link for a tenant, then finds, checks and disconnects the tenant’s connection', async ({ page, browser, server, tenant }) => {
    await signIn(page, server, '/dev/tenants');
    await page.getByRole('link', { name: 'New connect link' }).click();
    await page.getByLabel('Tenant', { exact: true }).fill(tenant);
    await page.getByLabel('Flow').selectOption('demo');
    await page.getByRole('button', { name: 'Create link' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Connect link for ${tenant}`);
    const link = await page.getByLabel('Link', { exact: true }).inputValue();

    const scripted = await browser.newContext({ javaScriptEnabled: true });
    const tenantWidget = new WidgetPage(await scripted.newPage());
    await tenantWidget.open(link);
    await tenantWidget.fillKeys(server.sample('full-access'));
    await tenantWidget.save.click();
    await tenantWidget.expectConnected();
    await scripted.close();

    await page.getByRole('link', { name: 'Tenants' }).click();
    await page.getByLabel('Text').fill(tenant);
    await page.getByRole('button', { name: 'Find' }).click();
    await expect(page.locator('.tenants li')).toHaveCount(1);
    await expect(page.locator('.tenants')).toContainText('Connected');
    await page.getByRole('link', { name: tenant }).click();
    await expect(page.getByRole('heading', { name: 'Active links' })).toBeVisible();
    await page.getByRole('link', { name: 'demo' }).click();
    await page.getByRole('button', { name: 'Check now' }).click();
    await expect(page.getByRole('status')).toHaveText('Checked. Everything works.');
    await page.getByRole('link', { name: 'Disconnect…' }).click();
    await page.getByRole('link', { name: 'Keep it' }).click();
    await page.getByRole('link', { name: 'Disconnect…' }).click();
    await page.getByRole('button', { name: 'Yes, disconnect' }).click();
    await expect(page.getByRole('status')).toHaveText('Disconnected.');
    await expect(page.locator('main')).toContainText('Not connected');
    await expect(page.locator('.log li').first()).toContainText('Disconnected');
    await expect(page.locator('.log li').first()).toContainText('Anna (admin)');
  });

  test('shows a new API key once, and refuses a revoked one immediately', async ({ page, server, request, tenant }) => {
    const requestStatus = async (key: string) =>
      (await request.get(`${server.url}/v1/tenants/${tenant}/external-id`, { headers: { authorization: `Bearer ${key}` } })).status();
    await signIn(page, server, '/dev/keys');
    await page.getByLabel('Name').fill(`billing of ${tenant}`);
    await page.getByRole('button', { name: 'Create key' }).click();
    const key = await page.getByRole('textbox', { name: 'The new API key' }).inputValue();
    expect(await requestStatus(key)).toBe(200);
    await page.getByRole('link', { name: 'API keys' }).click();
    await expect(page.getByRole('textbox', { name: 'The new API key' })).toHaveCount(0);
    await page.getByRole('link', { name: `Revoke billing of ${tenant}…` }).click();
    await page.getByRole('button', { name: 'Yes, revoke it' }).click();
    await expect(page.getByRole('status')).toHaveText('The key is revoked.');
    expect(await requestStatus(key)).toBe(401);
  });

  test('shows who tried and failed, and asks before links end', async ({ page, browser, server, tenant }) => {
    const { url } = await server.session(tenant);
    const scripted = await browser.newContext({ javaScriptEnabled: true });
    const tenantWidget = new WidgetPage(await scripted.newPage());
    await tenantWidget.open(url);
    await tenantWidget.fillKeys(server.sample('write-only'));
    await tenantWidget.save.click();
    await expect(tenantWidget.step('list').locator('pre').first()).toBeVisible();
    await scripted.close();

    await signIn(page, server, `/dev/tenants?state=tried&q=${tenant}`);
    await page.goto(`${server.url}/admin/dev/tenants?state=tried&q=${tenant}`);
    await expect(page.locator('.tenants')).toContainText('Tried, failed: Can’t list files');
    await page.getByRole('link', { name: 'demo' }).click();
    await expect(page.locator('main')).toContainText('Nothing was saved');
    await expect(page.locator('#step-list pre').first()).toContainText('s3:ListBucket');
    await page.getByRole('link', { name: `Tenant ${tenant}` }).click();

    await page.getByRole('link', { name: 'End all links…' }).click();
    await page.getByRole('link', { name: 'Keep them' }).click();
    await expect(page.getByRole('heading', { name: 'Active links' })).toBeVisible();
    await page.getByRole('link', { name: 'End all links…' }).click();
    await page.getByRole('button', { name: 'Yes, end them all' }).click();
    await expect(page.getByRole('status')).toHaveText('The links are ended.');
    await page.getByRole('link', { name: 'Rotate external ID…' }).click();
    await page.getByRole('button', { name: 'Yes, make a new one' }).click();
    await expect(page.getByRole('status')).toContainText('No role used the old one');
  });

  test('deletes a flow, and takes the suggested colour', async ({ page, server, tenant }) => {
    const name = `gone-${tenant}`;
    await server.putFlow(name, 'read', { bucket: {}, path_prefix: {}, aws_access_key_id: {}, aws_secret_access_key: {} });
    await signIn(page, server, '/dev/flows');
    await page.getByRole('link', { name: `Delete ${name}…` }).click();
    await page.getByRole('button', { name: 'Yes, delete it' }).click();
    await expect(page.getByRole('status')).toHaveText('The flow is deleted.');
    await expect(page.getByRole('link', { name, exact: true })).toHaveCount(0);

    await page.goto(`${server.url}/admin/environments`);
    await page.getByLabel('ID', { exact: true }).fill(`theme-${tenant}`);
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('link', { name: 'Appearance' }).click();
    await expect(page.locator('.picker').first()).toBeHidden();
    await page.getByLabel('Accent', { exact: true }).fill('#ffcc00');
    await page.getByLabel('Accent', { exact: true }).press('Enter');
    const take = page.getByRole('button', { name: /^Use #/ });
    const suggested = (await take.innerText()).replace('Use ', '').trim();
    await take.click();
    await expect(page.getByRole('status')).toContainText('Saved.');
    await expect(page.getByLabel('Accent', { exact: true })).toHaveValue(suggested);
  });
});

test('copies texts, and says so beside the button', async ({ page, context, server, tenant }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
  await signIn(page, server, `/dev/links?tenant=${tenant}`);
  await page.getByLabel('Tenant', { exact: true }).fill(tenant);
  await page.getByRole('button', { name: 'Create link' }).click();
  const copy = page.getByRole('button', { name: 'Copy: Link' });
  await copy.click();
  await expect(page.locator('.copy-answer').first()).toHaveText('Copied.');
  const link = await page.getByLabel('Link', { exact: true }).inputValue();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);

  await page.getByRole('link', { name: 'View tenant' }).click();
  await page.getByRole('button', { name: `Copy ID: ${tenant}` }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(tenant);
});

test('selects the text and says so if the browser does not allow copying', async ({ page, server }) => {
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined }));
  await signIn(page, server, '/dev/flows');
  await page.getByRole('button', { name: 'Copy: flow ID demo' }).click();
  await expect(page.locator('main')).toContainText('The browser didn’t allow copying');
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('demo');
});

test('the colour picker fills in the text, and the text the picker', async ({ page, server }) => {
  await signIn(page, server, '/dev/looks');
  const text = page.getByLabel('Accent', { exact: true });
  const picker = page.getByLabel('Pick: Accent', { exact: true });
  await picker.fill('#a3195b');
  await expect(text).toHaveValue('#a3195b');
  await text.fill('#0b5cd6');
  await expect(picker).toHaveValue('#0b5cd6');
  await text.fill('');
  await expect(picker).toHaveValue('#0b5cd6');
});

test('lists use the whole width of a large screen', async ({ page, server, tenant }) => {
  await connect(page, server, tenant, 'full-access');
  await page.setViewportSize({ width: 1600, height: 900 });
  await signIn(page, server, '/dev/tenants');
  for (const path of ['tenants', 'log', 'keys', 'flows']) {
    await page.goto(`${server.url}/admin/dev/${path}`);
    const width = await page.locator('.rows').first().evaluate((list) => list.getBoundingClientRect().width);
    expect(width, path).toBeGreaterThan(1400);
  }
});

test('a selected card and a note have a tint of the accent', async ({ page, server, tenant }) => {
  await signIn(page, server, '/environments');
  await page.getByLabel('ID', { exact: true }).fill(`tint-${tenant}`);
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('link', { name: 'Appearance' }).click();
  const selected = () => page.locator('.option:has(:checked)').evaluate((card) => getComputedStyle(card).backgroundColor);
  const before = await selected();
  await page.getByLabel('Accent', { exact: true }).fill('#a3195b');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status')).toContainText('Saved.');
  expect(await selected()).not.toBe(before);
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [320, 1024]) {
    test(`every page is accessible and fits, ${colorScheme}, ${width} pixels wide`, async ({ page, server, tenant }) => {
      await connect(page, server, tenant, 'full-access');
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      await signIn(page, server, '/dev/tenants');
      const checkPage = async (what: string) => {
        const overflowing = await page.evaluate(() => {
          const width = document.documentElement.clientWidth;
          const all = [...document.querySelectorAll('body *')].filter((e) => !e.closest('pre'));
          return all.filter((e) => e.getBoundingClientRect().right > width + 1).map((e) => e.outerHTML.slice(0, 120));
        });
        expect(overflowing, what).toEqual([]);
        const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
        expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`), what).toEqual([]);
      };
      await checkPage('tenants');
      for (const path of [
        'tenants?order=name',
        'tenants?q=no-such-tenant',
        'tenants?by=bucket&q=No%20bucket',
        `tenants/${tenant}`,
        `tenants/${tenant}/flows/demo`,
        `tenants/${tenant}/flows/demo/disconnect`,
        `tenants/${tenant}/links/end`,
        `tenants/${tenant}/external-id/rotate`,
        `tenants/${tenant}/delete`,
        'flows/demo/delete',
        `links?tenant=${tenant}`,
        'keys',
        'log',
        'log?kind=theme',
        'settings',
        'looks',
        'flows',
        'flows/demo/history',
        'flows/demo/preview',
        'flows/gone',
      ]) {
        await page.goto(`${server.url}/admin/dev/${path}`);
        await checkPage(path);
      }
      await page.goto(`${server.url}/admin/dev/settings`);
      await page.getByLabel('Origins that are allowed to embed the widget').fill('https://*.acme.com');
      await page.getByRole('button', { name: 'Save' }).first().click();
      await expect(page.getByRole('alert')).toContainText('Not an origin');
      await checkPage('an invalid origin');
      await page.getByLabel('Template URL').fill('https://acme.com/connect.json');
      await page.getByRole('button', { name: 'Save' }).last().click();
      await expect(page.getByRole('alert')).toContainText('from Amazon S3 only');
      await checkPage('a template URL that is not on S3');
      await page.goto(`${server.url}/admin/dev/looks`);
      await page.getByLabel('Accent', { exact: true }).fill('#ffff66');
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByText('legible').or(page.getByText('contrast')).first()).toBeVisible();
      await checkPage('an accent without enough contrast');
      await page.goto(`${server.url}/admin/dev/links`);
      await page.getByLabel('Tenant', { exact: true }).fill('not a tenant');
      await page.getByRole('button', { name: 'Create link' }).click();
      await expect(page.getByRole('alert')).toBeVisible();
      await checkPage('a link for an invalid tenant');
      await page.goto(`${server.url}/admin/dev/keys`);
      await page.getByRole('link', { name: 'Revoke S3_CONNECT_API_KEY…' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toContainText('S3_CONNECT_API_KEY');
      await checkPage('confirm revocation');
      await page.goto(`${server.url}/admin/dev/keys`);
      await page.getByLabel('Name').fill(`key ${tenant}`);
      await page.getByRole('button', { name: 'Create key' }).click();
      await expect(page.getByRole('textbox', { name: 'The new API key' })).toBeVisible();
      await checkPage('a new key');
    });
  }
}
