// The admin's toggles, and that the widget follows them.

import type { Page } from '@playwright/test';
import { expect, test } from './test';
import { Widget } from './widget';

const PARAMS = { bucket: {}, aws_access_key_id: {}, aws_secret_access_key: {}, aws_external_id: {}, aws_role_arn: {} };

async function signIn(page: Page, url: string, key: string, path = ''): Promise<void> {
  await page.goto(`${url}/admin${path}`);
  await page.getByLabel('Admin key').fill(key);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

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

  await signIn(page, server.url, server.adminKey, `/dev/flows/${flow}`);
  const form = page.locator('form.part');
  await form.getByRole('checkbox', { name: 'Access keys' }).uncheck();
  await form.getByRole('radio', { name: 'Write' }).check();
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByRole('status')).toHaveText('Saved.');

  await widget.open(url);
  await expect(widget.page.getByRole('radio')).toHaveCount(0);
  await expect(widget.roleArn).toBeVisible();
  await expect(widget.keyId).toHaveCount(0);
  await expect(widget.page.locator('.sentence')).toContainText('will write files to');

  await form.getByRole('checkbox', { name: 'Role' }).uncheck();
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByRole('alert').first()).toBeVisible();
  await widget.open(url);
  await expect(widget.roleArn).toBeVisible();
});

test('of two who change a flow at the same time, the second is told', async ({ page, context, server, tenant }) => {
  const flow = `raced-${tenant.replaceAll('_', '-')}`;
  await server.flow(flow, 'read', PARAMS);
  await signIn(page, server.url, server.adminKey, `/dev/flows/${flow}`);
  const other = await context.newPage();
  await other.goto(`${server.url}/admin/dev/flows/${flow}`);
  const form = (of: Page) => of.locator('form.part');
  await form(other).getByRole('radio', { name: 'Write' }).check();
  await form(other).getByRole('button', { name: 'Save' }).click();
  await expect(form(other).getByRole('status')).toHaveText('Saved.');
  await form(page).getByRole('radio', { name: 'Both' }).check();
  await form(page).getByRole('button', { name: 'Save' }).click();
  await expect(form(page).getByRole('alert')).toContainText('Somebody else changed this flow');
  await expect(form(page).getByRole('radio', { name: 'Write' })).toBeChecked();
});
