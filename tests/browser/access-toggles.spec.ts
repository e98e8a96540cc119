// Signing in, the toggles of the flow editor, and conflicts between two admins.

import { EditorPage, signIn } from './editor-page';
import { expect, test } from './fixtures';
import { WidgetPage } from './widget-page';

const PARAMS = { bucket: {}, aws_access_key_id: {}, aws_secret_access_key: {}, aws_external_id: {}, aws_role_arn: {} };

test('refuses a wrong admin key, accepts the right one, and signs out', async ({ page, server }) => {
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
  await server.putFlow(flow, 'read', PARAMS);
  const { url } = await server.session(tenant, { flow });
  const widget = new WidgetPage(await context.newPage());
  await widget.open(url);
  await expect(widget.page.locator('[name=access]')).toHaveCount(2);
  await expect(widget.page.locator('.sentence')).toContainText('will read files from');

  const editor = await EditorPage.open(page, server, flow);
  await page.getByRole('checkbox', { name: 'Access keys' }).uncheck();
  await page.getByRole('radio', { name: 'Write' }).check();
  await editor.save();

  await widget.open(url);
  await expect(widget.page.locator('[name=access]')).toHaveCount(0);
  await expect(widget.roleArn).toBeVisible();
  await expect(widget.keyId).toHaveCount(0);
  await expect(widget.page.locator('.sentence')).toContainText('will write files to');

  await page.getByRole('checkbox', { name: 'Role' }).uncheck();
  await editor.review.click();
  await expect(page.getByRole('alert')).toContainText('Tenants could not give access');
  await expect(page.getByRole('group', { name: 'How tenants can give access' })).toContainText('Tenants could not give access');
  await widget.open(url);
  await expect(widget.roleArn).toBeVisible();
});

test('reports a conflict to the second of two admins who change a flow', async ({ page, context, server, tenant }) => {
  const flow = `raced-${tenant.replaceAll('_', '-')}`;
  await server.putFlow(flow, 'read', PARAMS);
  const mine = await EditorPage.open(page, server, flow);
  const theirs = await EditorPage.open(await context.newPage(), server, flow);
  await theirs.page.getByRole('radio', { name: 'Write' }).check();
  await theirs.save();

  await page.getByRole('radio', { name: 'Both' }).check();
  await (await mine.openRow('bucket')).getByLabel('Label').fill('Mine');
  await mine.review.click();
  await expect(mine.page.getByRole('heading', { level: 1 })).toHaveText('Somebody else changed this flow in the meantime');
  await expect(page.getByText('Version 2 by Anna')).toBeVisible();
  await expect(page.getByText('Files are only written')).toBeVisible();
  await page.getByRole('button', { name: 'Keep editing mine' }).click();
  await expect(page.getByRole('radio', { name: 'Both' })).toBeChecked();
  expect((await mine.settings()).bucket?.label).toBe('Mine');
  await mine.review.click();
  await expect(page.getByText('“Bucket” is now called “Mine”.')).toBeVisible();
  await page.getByRole('button', { name: 'Back' }).click();

  // A second conflict. This time the admin overwrites the other version.
  await theirs.page.getByRole('radio', { name: 'Read' }).check();
  await theirs.save();
  await mine.review.click();
  await page.getByRole('button', { name: 'Overwrite with mine' }).click();
  await expect(page.locator('#outcome').getByRole('status')).toHaveText('Saved as version 4.');
  await theirs.page.reload();
  await expect(theirs.page.getByRole('radio', { name: 'Both' })).toBeChecked();
});
