// A tenant who does not manage the AWS account forwards a link, and then finds the bucket connected.

import { SandboxConsole } from './sandbox-console';
import { expect, test } from './fixtures';
import { LIST, policy, WITHOUT_LIST, WidgetPage } from './widget-page';

const BUTTON = 'Ask my AWS admin';

test('the tenant keeps what was typed, and the administrator connects the bucket', async ({ page, context, server, tenant }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
  const name = `forwarded-${tenant.replaceAll('_', '-')}`;
  const aws = new SandboxConsole(await context.newPage(), server.sandbox);
  const keys = await aws.createUser(name, policy(WITHOUT_LIST));
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant)).url);
  await widget.fillKeys({ bucket: 'my-company-data', prefix: 'exports/', ...keys });
  await widget.save.click();
  await expect(widget.step('list')).toContainText('Failed');

  await page.getByLabel('Your name').fill('Ann Lee');
  await widget.press(BUTTON);
  const link = page.getByLabel('Link for your AWS administrator');
  await expect(link).toHaveAttribute('readonly', '');
  await expect(widget.announcement).toHaveText('Send this message to your AWS administrator.');
  await expect(widget.secret).toHaveValue(keys.secret);
  await expect(widget.step('list')).toContainText('Failed');
  await page.getByRole('button', { name: 'Copy: Link' }).click();
  await expect(widget.announcement).toHaveText('Link copied.');
  const url = await page.evaluate(() => navigator.clipboard.readText());
  expect(url).toBe(await link.inputValue());
  await page.getByRole('button', { name: 'Copy: Message' }).click();
  await expect(widget.announcement).toHaveText('Message copied.');
  const message = await page.evaluate(() => navigator.clipboard.readText());
  for (const part of [url, 'my-company-data', 'Ann Lee']) expect(message).toContain(part);

  const admin = new WidgetPage(await context.newPage());
  await admin.open(url);
  await expect(admin.heading).toHaveText('Set up access to a bucket');
  await expect(admin.page.getByText('Ann Lee asks you to set up access to a bucket.')).toBeVisible();
  await expect(admin.bucket).toHaveValue('my-company-data');
  await expect(admin.secret).toHaveValue('');
  await expect(admin.page.getByRole('button', { name: BUTTON })).toHaveCount(0);
  const statement = JSON.parse(await admin.step('list').locator('pre').innerText());
  await aws.setUserPolicy(name, policy(WITHOUT_LIST, statement));
  await admin.page.getByRole('link', { name: 'type the secret access key' }).click();
  await expect(admin.secret).toBeFocused();
  await admin.secret.fill(keys.secret);
  await admin.press('Check again');
  await admin.expectConnected();
  await expect(admin.page.getByRole('button')).toHaveCount(0);
  await admin.page.reload();
  await expect(admin.heading).toHaveText('The bucket is connected');

  // The tenant's page notices by itself.
  await expect(widget.heading).toHaveText('Connected. Everything works.', { timeout: 30_000 });
  await expect(widget.fact('Access key')).toContainText(keys.keyId);
});

test('the Enter key runs the test, although another button comes first', async ({ page, server, tenant }) => {
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant)).url);
  await widget.bucket.fill('my-company-data');
  await widget.bucket.press('Enter');
  await expect(page.locator('.summary')).toBeFocused();
  await expect(page.locator('#forwarded-link-url')).toHaveCount(0);
});

test('a link that was created before the test does not take the focus from the verdict', async ({ page, context, server, tenant }) => {
  const aws = new SandboxConsole(await context.newPage(), server.sandbox);
  const name = `focus-${tenant.replaceAll('_', '-')}`;
  const keys = await aws.createUser(name, policy(WITHOUT_LIST));
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant)).url);
  await widget.bucket.fill('my-company-data');
  await widget.press(BUTTON);
  await expect(page.locator('#forwarded-link-url')).toBeVisible();
  await widget.fillKeys({ bucket: 'my-company-data', prefix: '', ...keys });
  await widget.save.click();
  await expect(page.locator('.verdict p').first()).toBeFocused();
  await aws.setUserPolicy(name, policy(WITHOUT_LIST, LIST));
  await widget.press('Check again');
  await widget.expectConnected();
});

test('an expired link says whom to ask for a new one', async ({ page, server, tenant }) => {
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant)).url);
  await widget.press(BUTTON);
  await expect(page.locator('.summary')).toContainText('bucket');
  await expect(page.locator('#forwarded-link-url')).toHaveCount(0);
  await widget.bucket.fill('my-company-data');
  await widget.press(BUTTON);
  const url = await page.locator('#forwarded-link-url').inputValue();
  server.expireLinks(tenant, 8 * 24);
  await page.goto(url);
  await expect(widget.heading).toHaveText('This link has expired');
  await expect(page.getByText('Ask whoever sent it to you for a new one.')).toBeVisible();
});

test.describe('JavaScript off', () => {
  test.use({ javaScriptEnabled: false });

  test('shows the link on the page, and keeps everything except secrets', async ({ page, context, server, tenant }) => {
    const widget = new WidgetPage(page);
    const sample = server.sample('read-only');
    await widget.open((await server.session(tenant)).url, { hydrated: false });
    await widget.fillKeys(sample);
    await widget.save.click();
    await expect(widget.step('put')).toContainText('Failed');
    await expect(widget.step('put').locator('pre')).toBeVisible();
    await expect(page.locator('.verdict')).toContainText('We don’t keep your secret');
    await widget.press(BUTTON);
    const url = await page.getByLabel('Link for your AWS administrator').inputValue();
    await expect(widget.bucket).toHaveValue(sample.bucket);
    await expect(widget.secret).toHaveValue('');
    const admin = new WidgetPage(await context.newPage());
    await admin.open(url, { hydrated: false });
    await expect(admin.step('put')).toContainText('Failed');
    await admin.fillKeys(server.sample('full-access'));
    await admin.save.click();
    await admin.expectConnected();
  });
});
