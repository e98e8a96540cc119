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

test('an access point stays as it is, and the guide names what its bucket needs', async ({ page, server, tenant }) => {
  const arn = 'arn:aws:s3:eu-west-1:111122223333:accesspoint/my-point';
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant)).url);
  await widget.bucket.fill(`${arn}/object/in/*`);
  await widget.bucket.blur();
  await expect(widget.bucket).toHaveValue(arn);
  await expect(widget.prefix).toHaveValue('in/');
  await expect(page.locator('#iam-role')).toContainText(`${arn}/object/in/*`);
  await expect(page.locator('#bucket-policy-role')).toContainText(`"s3:DataAccessPointArn": "${arn}"`);
  await widget.bucket.fill('abc--use1-az4--x-s3');
  await widget.bucket.blur();
  await expect(page.getByText('This is a directory bucket')).toBeVisible();
});

test('the hint for a store follows the endpoint', async ({ page, server, tenant }) => {
  await server.putFlow('stores', 'both', {
    bucket: {},
    endpoint: { required: false },
    region: { required: false },
    aws_access_key_id: {},
    aws_secret_access_key: {},
  });
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant, { flow: 'stores' })).url);
  const endpoint = page.getByLabel('Endpoint');
  const hint = page.locator('#store-hints .notice:visible');
  await expect(hint).toHaveCount(0);
  for (const [address, store] of [
    ['https://0123abcd.r2.cloudflarestorage.com', 'Cloudflare R2'],
    ['https://s3.eu-central-003.backblazeb2.com', 'Backblaze B2'],
    ['https://s3.eu-central-1.wasabisys.com', 'Wasabi'],
    ['https://storage.googleapis.com', 'Google Cloud Storage'],
    ['https://fsn1.your-objectstorage.com', 'Hetzner'],
    ['https://fra1.digitaloceanspaces.com', 'DigitalOcean Spaces'],
  ]) {
    await endpoint.fill(address);
    await expect(hint).toHaveCount(1);
    await expect(hint).toContainText(store);
  }
  const region = page.getByLabel('Region');
  await region.fill('auto');
  await region.blur();
  await expect(region).not.toHaveAttribute('aria-invalid');
  await endpoint.fill('https://store.example.com');
  await expect(hint).toHaveCount(0);
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
