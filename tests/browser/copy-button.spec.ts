// The copy buttons, with and without the browser's permission.

import { expect, test } from './fixtures';
import { WidgetPage } from './widget-page';

test('copies the text and announces it', async ({ page, context, server, tenant }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant)).url);
  await widget.chooseAccess('Role');
  await page.getByRole('group', { name: 'External ID' }).getByRole('button', { name: 'Copy' }).click();
  await expect(widget.announcement).toHaveText('External ID copied.');
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  expect(await copied()).toBe(await page.locator('#external-id').innerText());

  await widget.bucket.fill('my-company-data');
  await widget.selectSetup('role', 'Console');
  await page.getByRole('button', { name: 'Copy: IAM policy' }).click();
  await expect(widget.announcement).toHaveText('IAM policy copied.');
  const policy = await copied();
  expect(policy).toContain('my-company-data');
  expect(policy).toBe(await page.locator('#iam-role').innerText());
});

test('selects the text and announces it if the browser does not allow copying', async ({ page, server, tenant }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator.clipboard, 'writeText', { value: () => Promise.reject(new DOMException('no', 'NotAllowedError')) });
  });
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant)).url);
  await widget.chooseAccess('Role');
  await page.getByRole('group', { name: 'External ID' }).getByRole('button', { name: 'Copy' }).click();
  await expect(widget.announcement).toContainText('didn’t allow copying');
  await expect(page.locator('.not-copied')).toBeVisible();
  await expect(page.locator('.not-copied')).toContainText('The text is selected');
  const selected = await page.evaluate(() => getSelection()?.toString());
  expect(selected).toBe(await page.locator('#external-id').innerText());
});

test('works without a clipboard, as on plain HTTP', async ({ page, server, tenant }) => {
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined }));
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant)).url);
  await widget.chooseAccess('Role');
  await page.getByRole('group', { name: 'External ID' }).getByRole('button', { name: 'Copy' }).click();
  await expect(widget.announcement).toContainText('didn’t allow copying');
});
