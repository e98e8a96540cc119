// What the page updates while the tenant types.

import { expect, test } from './fixtures';
import { WidgetPage } from './widget-page';

test('the policies follow what is typed', async ({ page, server, tenant }) => {
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant)).url);
  await widget.chooseAccess('Access keys');
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

test('splits a pasted address into bucket and path', async ({ page, server, tenant }) => {
  const widget = new WidgetPage(page);
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

test('a variable is inserted at the cursor, and the example resolves it', async ({ page, server, tenant }) => {
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant)).url);
  await widget.bucket.fill('my-company-data');
  await widget.prefix.fill('in//raw');
  await widget.prefix.press('Home');
  for (let i = 0; i < 3; i++) await widget.prefix.press('ArrowRight');
  await page.getByText('Insert a variable').click();
  await expect(page.getByText('your tenant ID')).toBeVisible();
  await widget.press('Insert: {tenant}');
  await expect(page.getByText('your tenant ID')).toBeHidden();
  await expect(widget.prefix).toHaveValue('in/{tenant}/raw');
  await expect(widget.prefix).toBeFocused();
  await expect(page.locator('.preview')).toHaveText(`For example: my-company-data/in/${tenant}/raw/`);
  await widget.prefix.fill('{full_date}');
  await expect(page.locator('.preview')).toHaveText(/my-company-data\/20\d{6}\//);
});

test('hydration keeps what was typed before', async ({ page, server, tenant }) => {
  const widget = new WidgetPage(page);
  let release = () => {};
  const scriptReleased = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/*.wasm', async (route) => {
    await scriptReleased;
    await route.continue();
  });
  await page.goto((await server.session(tenant)).url, { waitUntil: 'domcontentloaded' });
  await widget.bucket.fill('typed-early');
  release();
  await widget.waitForHydration();
  await expect(widget.bucket).toHaveValue('typed-early');
  await expect(page.locator('.sentence')).toContainText('typed-early/');
});
