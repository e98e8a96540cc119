// The page as plain HTML forms: JavaScript off, and the script's wasm blocked.

import { expect, test } from './test';
import { Widget } from './widget';

test.describe('JavaScript off', () => {
  test.use({ javaScriptEnabled: false });

  test('the whole journey', async ({ page, server, tenant }) => {
    const { url } = await server.session(tenant);
    const widget = new Widget(page);
    const sample = server.sample('full-access');
    await widget.open(url, { awake: false });
    await expect(page.getByRole('button', { name: 'Copy' })).toHaveCount(0);
    await expect(page.getByRole('button', { name: '{tenant}' })).toHaveCount(0);
    await expect(page.getByText('For example:')).toBeHidden();
    await page.getByText('How to make a key in AWS').click();
    await expect(page.getByText('Enter the bucket first').first()).toBeVisible();

    await widget.save.click();
    await expect(page.locator('.summary')).toBeVisible();
    await expect(widget.bucket).toHaveAttribute('aria-invalid', 'true');

    await widget.choose('Role');
    await expect(widget.roleArn).toBeVisible();
    await expect(widget.keyId).toBeHidden();
    await widget.choose('Access keys');

    await widget.fillKeys({ ...sample, secret: 'x'.repeat(40) });
    await widget.save.click();
    await expect(widget.step('credentials')).toContainText('Failed');
    await expect(widget.bucket).toHaveValue(sample.bucket);

    await widget.secret.fill(sample.secret);
    await widget.save.click();
    await widget.connected();
    await widget.press('Check again');
    await expect(widget.heading).toHaveText('Still connected. Everything works.');
    await widget.press('Change');
    await expect(widget.bucket).toHaveValue(sample.bucket);
    await widget.press('Keep the present one');
    await widget.press('Disconnect…');
    await widget.press('Yes, disconnect');
    await expect(widget.heading).toHaveText('Disconnected');
    await widget.press('Connect again');
    await expect(widget.save).toBeVisible();
  });

  test('an address pasted into the bucket field is understood by the server too', async ({ page, server, tenant }) => {
    const sample = server.sample('full-access');
    const widget = new Widget(page);
    await widget.open((await server.session(tenant)).url, { awake: false });
    await widget.fillKeys({ ...sample, bucket: `s3://${sample.bucket}/incoming/`, prefix: '' });
    await widget.save.click();
    await widget.connected();
    await expect(widget.fact('Path prefix')).toHaveText('incoming/');
  });
});

test('wasm blocked: the forms work all the same', async ({ page, server, tenant, watch }) => {
  watch.expected.push(/ERR_FAILED|Failed to fetch/);
  await page.route('**/*.wasm', (route) => route.abort());
  const { url } = await server.session(tenant);
  const widget = new Widget(page);
  await widget.connectByKeys(url, server.sample('full-access'), { awake: false });
  await expect(page.getByRole('button', { name: 'Copy' })).toHaveCount(0);
  await widget.press('Disconnect…');
  await widget.press('Yes, disconnect');
  await expect(widget.heading).toHaveText('Disconnected');
});
