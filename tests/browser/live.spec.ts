// What changes on the page as one types.

import { expect, test } from './test';
import { Widget } from './widget';

test('the policies follow what is typed', async ({ page, server, tenant }) => {
  const widget = new Widget(page);
  await widget.open((await server.session(tenant)).url);
  await page.getByText('How to make a key in AWS').click();
  const policy = page.locator('#iam-keys');
  const sentence = page.locator('.sentence');
  await expect(policy).toContainText('arn:aws:s3:::your-bucket');
  await expect(sentence).toContainText('your-bucket/');
  await widget.bucket.pressSequentially('my-data');
  await expect(policy).toContainText('arn:aws:s3:::my-data/*');
  await widget.prefix.pressSequentially('in/{tenant}');
  await expect(policy).toContainText('arn:aws:s3:::my-data/in/*');
  await expect(sentence).toContainText('my-data/in/{tenant}/');
  JSON.parse(await policy.innerText());
});

test('an address that is pasted is split into bucket and path', async ({ page, server, tenant }) => {
  const widget = new Widget(page);
  await widget.open((await server.session(tenant)).url);
  for (const [pasted, bucket, path] of [
    ['s3://my-company-data/incoming/2026/', 'my-company-data', 'incoming/2026/'],
    ['arn:aws:s3:::other-data/exports/*', 'other-data', 'exports/'],
    ['s3://only-a-name', 'only-a-name', ''],
  ]) {
    await widget.prefix.fill('');
    await widget.bucket.fill(pasted);
    await widget.bucket.blur();
    await expect(widget.bucket).toHaveValue(bucket);
    await expect(widget.prefix).toHaveValue(path);
  }
});

test('a chip puts its variable where the cursor is, and the example resolves it', async ({ page, server, tenant }) => {
  const widget = new Widget(page);
  await widget.open((await server.session(tenant)).url);
  await widget.bucket.fill('my-company-data');
  await widget.prefix.fill('in//raw');
  await widget.prefix.press('Home');
  for (let i = 0; i < 3; i++) await widget.prefix.press('ArrowRight');
  await widget.press('{tenant}');
  await expect(widget.prefix).toHaveValue('in/{tenant}/raw');
  await expect(widget.prefix).toBeFocused();
  await expect(page.locator('.preview')).toHaveText(`For example: my-company-data/in/${tenant}/raw/`);
  await widget.prefix.fill('{full_date}');
  await expect(page.locator('.preview')).toHaveText(/my-company-data\/20\d{6}\//);
});

test('what was typed before the script arrived is kept', async ({ page, server, tenant }) => {
  const widget = new Widget(page);
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto((await server.session(tenant)).url, { waitUntil: 'domcontentloaded' });
  await widget.bucket.fill('typed-early');
  release();
  await widget.awake();
  await expect(widget.bucket).toHaveValue('typed-early');
  await expect(page.locator('.sentence')).toContainText('typed-early/');
});
