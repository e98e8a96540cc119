// The sandbox's console: an error is where one looks, which is the top of the page, with a link to its form.

import { expect, test } from './fixtures';
import { SandboxConsole } from './sandbox-console';

test('shows an error at the top, and leads to the form with what was typed', async ({ page, server }) => {
  const sandbox = new SandboxConsole(page, server.sandbox);
  await sandbox.open();
  await page.getByText('Policy of read-only').click();
  const form = page.locator('form:has(#put-user-read-only)');
  await form.getByLabel('Policy').fill('not a policy');
  await form.getByRole('button', { name: 'Save policy' }).click();
  const alert = page.getByRole('alert');
  await expect(alert).toBeInViewport();
  await expect(alert).toContainText('not valid JSON');
  await alert.getByRole('link', { name: 'Go to the form' }).click();
  await expect(page.locator('#put-user-read-only')).toBeVisible();
  await expect(page.locator('#put-user-read-only')).toHaveValue('not a policy');
  await expect(page.locator('#user-read-only')).toBeInViewport();
});
