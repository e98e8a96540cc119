// Who does not run the AWS account hands on a link, and finds the bucket connected.

import { Console } from './sandbox';
import { expect, test } from './test';
import { LIST, policy, WITHOUT_LIST, Widget } from './widget';

const BUTTON = 'I am not the AWS admin';

test('the tenant keeps all that is typed, the administrator finishes it', async ({ page, context, server, tenant }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
  const name = `handed-${tenant.replaceAll('_', '-')}`;
  const aws = new Console(await context.newPage(), server.sandbox);
  const keys = await aws.createUser(name, policy(WITHOUT_LIST));
  const widget = new Widget(page);
  await widget.open((await server.session(tenant)).url);
  await widget.fillKeys({ bucket: 'my-company-data', prefix: 'exports/', ...keys });
  await widget.save.click();
  await expect(widget.step('list')).toContainText('Failed');

  await widget.press(BUTTON);
  const link = page.getByLabel('Link for your AWS administrator');
  await expect(link).toHaveAttribute('readonly', '');
  await expect(widget.said).toHaveText('Send this link to your AWS administrator.');
  await expect(widget.secret).toHaveValue(keys.secret);
  await expect(widget.step('list')).toContainText('Failed');
  await page.getByRole('button', { name: 'Copy: Link' }).click();
  await expect(widget.said).toHaveText('Link copied.');
  const url = await page.evaluate(() => navigator.clipboard.readText());
  expect(url).toBe(await link.inputValue());

  const admin = new Widget(await context.newPage());
  await admin.open(url);
  await expect(admin.heading).toHaveText('Set up access to a bucket');
  await expect(admin.bucket).toHaveValue('my-company-data');
  await expect(admin.secret).toHaveValue('');
  await expect(admin.page.getByRole('button', { name: BUTTON })).toHaveCount(0);
  const statement = JSON.parse(await admin.step('list').locator('pre').innerText());
  await aws.putUser(name, policy(WITHOUT_LIST, statement));
  await admin.page.getByRole('link', { name: 'type the secret access key' }).click();
  await expect(admin.secret).toBeFocused();
  await admin.secret.fill(keys.secret);
  await admin.press('Check again');
  await admin.connected();
  await expect(admin.page.getByRole('button')).toHaveCount(0);
  await admin.page.reload();
  await expect(admin.heading).toHaveText('The bucket is connected');

  await page.reload();
  await expect(widget.heading).toHaveText('Connected');
  await expect(widget.fact('Access key')).toContainText(keys.keyId);
});

test('the Enter key tests, though the other button stands first', async ({ page, server, tenant }) => {
  const widget = new Widget(page);
  await widget.open((await server.session(tenant)).url);
  await widget.bucket.fill('my-company-data');
  await widget.bucket.press('Enter');
  await expect(page.locator('.summary')).toBeFocused();
  await expect(page.locator('#forwarded-link-url')).toHaveCount(0);
});

test('a link that was made before the test does not take the focus from its verdict', async ({ page, context, server, tenant }) => {
  const aws = new Console(await context.newPage(), server.sandbox);
  const name = `focus-${tenant.replaceAll('_', '-')}`;
  const keys = await aws.createUser(name, policy(WITHOUT_LIST));
  const widget = new Widget(page);
  await widget.open((await server.session(tenant)).url);
  await widget.press(BUTTON);
  await expect(page.locator('#forwarded-link-url')).toBeVisible();
  await widget.fillKeys({ bucket: 'my-company-data', prefix: '', ...keys });
  await widget.save.click();
  await expect(page.locator('.verdict p').first()).toBeFocused();
  await aws.putUser(name, policy(WITHOUT_LIST, LIST));
  await widget.press('Check again');
  await widget.connected();
});

test('an expired link says whom to ask', async ({ page, server, tenant }) => {
  const widget = new Widget(page);
  await widget.open((await server.session(tenant)).url);
  await widget.press(BUTTON);
  const url = await page.locator('#forwarded-link-url').inputValue();
  server.expire(tenant, 8 * 24);
  await page.goto(url);
  await expect(widget.heading).toHaveText('This link has expired');
  await expect(page.getByText('Ask whoever sent it to you for a new one.')).toBeVisible();
});

test.describe('JavaScript off', () => {
  test.use({ javaScriptEnabled: false });

  test('the link is on the page, and what is no secret stays', async ({ page, context, server, tenant }) => {
    const widget = new Widget(page);
    const sample = server.sample('read-only');
    await widget.open((await server.session(tenant)).url, { awake: false });
    await widget.fillKeys(sample);
    await widget.save.click();
    await expect(widget.step('put')).toContainText('Failed');
    await expect(widget.step('put').locator('pre')).toBeVisible();
    await expect(page.locator('.verdict')).toContainText('We do not keep secrets');
    await widget.press(BUTTON);
    const url = await page.getByLabel('Link for your AWS administrator').inputValue();
    await expect(widget.bucket).toHaveValue(sample.bucket);
    await expect(widget.secret).toHaveValue('');
    const admin = new Widget(await context.newPage());
    await admin.open(url, { awake: false });
    await expect(admin.step('put')).toContainText('Failed');
    await admin.fillKeys(server.sample('full-access'));
    await admin.save.click();
    await admin.connected();
  });
});
