// The admin's toggles, and that the widget follows them.

import { Editor, signIn } from './admin';
import { expect, test } from './test';
import { Widget } from './widget';

const PARAMS = { bucket: {}, aws_access_key_id: {}, aws_secret_access_key: {}, aws_external_id: {}, aws_role_arn: {} };

test('a wrong key is refused, the right one lets in, and signing out ends it', async ({ page, server }) => {
  await signIn(page, server.url, 'not-the-admin-key-at-all');
  await expect(page.getByRole('alert')).toHaveText('This is not the admin key.');
  await signIn(page, server.url, server.adminKey);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Flows');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByLabel('Admin key')).toBeVisible();
  await page.goto(`${server.url}/admin`);
  await expect(page.getByLabel('Admin key')).toBeVisible();
});

test('the widget follows the toggles', async ({ page, context, server, tenant }) => {
  const flow = `toggled-${tenant.replaceAll('_', '-')}`;
  await server.flow(flow, 'read', PARAMS);
  const { url } = await server.session(tenant, { flow });
  const widget = new Widget(await context.newPage());
  await widget.open(url);
  await expect(widget.page.getByRole('radio')).toHaveCount(2);
  await expect(widget.page.locator('.sentence')).toContainText('will read files from');

  const editor = await Editor.open(page, server, flow);
  await page.getByRole('checkbox', { name: 'Access keys' }).uncheck();
  await page.getByRole('radio', { name: 'Write' }).check();
  await editor.saves();

  await widget.open(url);
  await expect(widget.page.getByRole('radio')).toHaveCount(0);
  await expect(widget.roleArn).toBeVisible();
  await expect(widget.keyId).toHaveCount(0);
  await expect(widget.page.locator('.sentence')).toContainText('will write files to');

  await page.getByRole('checkbox', { name: 'Role' }).uncheck();
  await editor.review.click();
  await expect(page.getByRole('alert')).toContainText('Tenants could not give access');
  await widget.open(url);
  await expect(widget.roleArn).toBeVisible();
});

test('of two who change a flow at the same time, the second is told', async ({ page, context, server, tenant }) => {
  const flow = `raced-${tenant.replaceAll('_', '-')}`;
  await server.flow(flow, 'read', PARAMS);
  const mine = await Editor.open(page, server, flow);
  const theirs = await Editor.open(await context.newPage(), server, flow);
  await theirs.page.getByRole('radio', { name: 'Write' }).check();
  await theirs.saves();

  await page.getByRole('radio', { name: 'Both' }).check();
  await (await mine.openRow('bucket')).getByLabel('Label').fill('Mine');
  await mine.review.click();
  await expect(mine.page.getByRole('heading', { level: 1 })).toHaveText('Somebody else changed this flow in the meantime');
  await expect(page.getByText('Version 2 by Anna')).toBeVisible();
  await expect(page.getByText('Files are written only')).toBeVisible();
  await page.getByRole('button', { name: 'Go on editing mine' }).click();
  await expect(page.getByRole('radio', { name: 'Both' })).toBeChecked();
  expect((await mine.settings()).bucket?.label).toBe('Mine');
  await mine.review.click();
  await expect(page.getByText('“Bucket” is now called “Mine”.')).toBeVisible();
  await page.getByRole('button', { name: 'Back' }).click();

  // Once more, and this time over theirs.
  await theirs.page.getByRole('radio', { name: 'Read' }).check();
  await theirs.saves();
  await mine.review.click();
  await page.getByRole('button', { name: 'Save mine over it' }).click();
  await expect(page.locator('#said').getByRole('status')).toHaveText('Saved as version 4.');
  await theirs.page.reload();
  await expect(theirs.page.getByRole('radio', { name: 'Both' })).toBeChecked();
});
