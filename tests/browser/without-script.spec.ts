// The widget as plain HTML forms: with JavaScript off, and with the wasm blocked.

import { expect, test } from './fixtures';
import { WidgetPage } from './widget-page';

test.describe('JavaScript off', () => {
  test.use({ javaScriptEnabled: false });

  test('connects, checks, changes and disconnects', async ({ page, server, tenant }) => {
    const { url } = await server.session(tenant);
    const widget = new WidgetPage(page);
    const sample = server.sample('full-access');
    await widget.open(url, { hydrated: false });
    await expect(page.getByRole('button', { name: 'Copy' })).toHaveCount(0);
    await page.getByText('Insert a variable').click();
    await expect(page.getByText('your tenant ID')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Insert' })).toHaveCount(0);
    await expect(page.getByText('For example:')).toBeHidden();
    await expect(page.getByText('Enter the bucket first').first()).toBeVisible();

    await widget.save.click();
    await expect(page.locator('.summary')).toBeVisible();
    await expect(widget.bucket).toHaveAttribute('aria-invalid', 'true');

    await widget.chooseAccess('Role');
    await expect(widget.roleArn).toBeVisible();
    await expect(widget.keyId).toBeHidden();
    await widget.chooseAccess('Access keys');

    await widget.fillKeys({ ...sample, secret: 'x'.repeat(40) });
    await widget.save.click();
    await expect(widget.step('credentials')).toContainText('Failed');
    await expect(widget.bucket).toHaveValue(sample.bucket);

    await widget.secret.fill(sample.secret);
    await widget.save.click();
    await widget.expectConnected();
    await widget.press('Check again');
    await expect(widget.heading).toHaveText('Still connected. Everything works.');
    await widget.press('Change');
    await expect(widget.bucket).toHaveValue(sample.bucket);
    await widget.press('Keep the current connection');
    await widget.press('Disconnect…');
    await widget.press('Yes, disconnect');
    await expect(widget.heading).toHaveText('Disconnected');
    await widget.press('Connect again');
    await expect(widget.save).toBeVisible();
  });

  test('the server splits an address that is pasted into the bucket field', async ({ page, server, tenant }) => {
    const sample = server.sample('full-access');
    const widget = new WidgetPage(page);
    await widget.open((await server.session(tenant)).url, { hydrated: false });
    await widget.fillKeys({ ...sample, bucket: `s3://${sample.bucket}/incoming/`, prefix: '' });
    await widget.save.click();
    await widget.expectConnected();
    await expect(widget.fact('Path prefix')).toHaveText('incoming/');
  });
});

test('the forms work if the wasm is blocked', async ({ page, server, tenant, watch }) => {
  watch.expected.push(/ERR_FAILED|Failed to fetch/);
  await page.route('**/*.wasm', (route) => route.abort());
  const { url } = await server.session(tenant);
  const widget = new WidgetPage(page);
  await widget.connectByKeys(url, server.sample('full-access'), { hydrated: false });
  await expect(page.getByRole('button', { name: 'Copy' })).toHaveCount(0);
  await widget.press('Disconnect…');
  await widget.press('Yes, disconnect');
  await expect(widget.heading).toHaveText('Disconnected');
});
