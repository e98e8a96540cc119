// The copy buttons, with and without the browser's leave.

import { expect, test } from './test';
import { Widget } from './widget';

test('copies the text and says so', async ({ page, context, server, tenant }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
  const widget = new Widget(page);
  await widget.open((await server.session(tenant)).url);
  await widget.choose('Role');
  await page.getByRole('group', { name: 'External ID' }).getByRole('button', { name: 'Copy' }).click();
  await expect(widget.said).toHaveText('External ID copied.');
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  expect(await copied()).toBe(await page.locator('#external-id').innerText());

  await widget.bucket.fill('my-company-data');
  await page.getByText('How to make the role in AWS').click();
  await page.getByRole('button', { name: 'Copy: IAM policy' }).click();
  await expect(widget.said).toHaveText('IAM policy copied.');
  const policy = await copied();
  expect(policy).toContain('my-company-data');
  expect(policy).toBe(await page.locator('#iam-role').innerText());
});

test('selects the text and says so where the browser does not let it copy', async ({ page, server, tenant }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator.clipboard, 'writeText', { value: () => Promise.reject(new DOMException('no', 'NotAllowedError')) });
  });
  const widget = new Widget(page);
  await widget.open((await server.session(tenant)).url);
  await widget.choose('Role');
  await page.getByRole('group', { name: 'External ID' }).getByRole('button', { name: 'Copy' }).click();
  await expect(widget.said).toContainText('did not allow copying');
  const selected = await page.evaluate(() => getSelection()?.toString());
  expect(selected).toBe(await page.locator('#external-id').innerText());
});

test('works where there is no clipboard at all, as on plain http', async ({ page, server, tenant }) => {
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined }));
  const widget = new Widget(page);
  await widget.open((await server.session(tenant)).url);
  await widget.choose('Role');
  await page.getByRole('group', { name: 'External ID' }).getByRole('button', { name: 'Copy' }).click();
  await expect(widget.said).toContainText('did not allow copying');
});
