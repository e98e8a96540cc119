// The way to done: what is preselected, what survives a reload, what a failed check points at, and how it ends.

import { SandboxConsole } from './sandbox-console';
import { expect, test } from './fixtures';
import { policy, WITHOUT_LIST, WidgetPage } from './widget-page';

const ARN = 'arn:aws:iam::111122223333:role/s3-connect';

test('the role comes first, and its guide closes once an ARN is typed', async ({ page, server, tenant }) => {
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant)).url);
  await expect(page.locator('#access-role')).toBeChecked();
  await expect(page.locator('.option').first()).toContainText('Recommended');
  const guide = page.locator('[data-mode="role"] .setup');
  await expect(guide).toHaveAttribute('open');
  await widget.roleArn.fill('not an ARN');
  await widget.roleArn.blur();
  await expect(guide).toHaveAttribute('open');
  await widget.roleArn.fill(ARN);
  await widget.roleArn.blur();
  await expect(guide).not.toHaveAttribute('open');

  await widget.chooseAccess('Access keys');
  const keysGuide = page.locator('[data-mode="keys"] .setup');
  await expect(keysGuide).toHaveAttribute('open');
  await widget.keyId.fill('AKIAIOSFODNN7EXAMPLE');
  await widget.keyId.blur();
  await expect(keysGuide).not.toHaveAttribute('open');
});

test('a reload before the first test keeps what was typed, but no secret', async ({ page, server, tenant }) => {
  const widget = new WidgetPage(page);
  const sample = server.sample('full-access');
  await widget.open((await server.session(tenant)).url);
  await widget.fillKeys(sample);
  await page.getByLabel('Your name').fill(sample.secret);
  await page.reload();
  await widget.waitForHydration();
  await expect(widget.bucket).toHaveValue(sample.bucket);
  await expect(widget.prefix).toHaveValue(sample.prefix);
  await expect(page.locator('#access-keys')).toBeChecked();
  await expect(widget.keyId).toHaveValue(sample.keyId);
  await expect(widget.secret).toHaveValue('');
  await expect(page.getByLabel('Your name')).toHaveValue('');
  await expect(page.locator('#iam-keys')).toContainText(sample.bucket);
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain(sample.secret);

  // Another tenant's link in the same tab starts empty.
  await widget.open((await server.session(`${tenant}_other`)).url);
  await expect(widget.bucket).toHaveValue('');
  // Once the bucket is connected, nothing of it is kept.
  await widget.fillKeys(sample);
  await widget.save.click();
  await widget.expectConnected();
  await page.reload();
  await expect(widget.heading).toHaveText('Connected');
  expect(await page.evaluate(() => sessionStorage.getItem('draft'))).toBeNull();
});

test('marks the field that a check blames, and has one primary button', async ({ page, server, tenant }) => {
  const widget = new WidgetPage(page);
  const sample = server.sample('full-access');
  await widget.open((await server.session(tenant)).url);
  await widget.fillKeys({ ...sample, bucket: 'nobody-has-this-bucket' });
  await widget.save.click();
  const step = widget.step('bucket');
  await expect(step).toContainText('Can’t reach the bucket');
  await expect(page.locator('.verdict')).toContainText(/1 of \d checks failed\. Nothing was saved\./);
  await expect(page).toHaveTitle(/^1 of \d checks failed\.$/);
  await expect(widget.bucket).toHaveAttribute('aria-invalid', 'true');
  await expect(page.locator('[id="f-bucket.h"]')).toContainText('There is no bucket named');
  await expect(page.locator('#connect button.primary:visible')).toHaveCount(1);
  await step.getByRole('link', { name: 'Correct it in the form' }).click();
  await expect(widget.bucket).toBeFocused();
  // The mark goes when the next check begins, whatever it ends with.
  await widget.secret.fill('x'.repeat(40));
  await widget.bucket.fill(sample.bucket);
  await widget.save.click();
  await expect(widget.step('credentials')).toContainText('This access key isn’t accepted');
  await expect(widget.bucket).not.toHaveAttribute('aria-invalid', 'true');
  await expect(widget.secret).toHaveAttribute('aria-invalid', 'true');
});

test('the pressed button turns from the first moment', async ({ page, server, tenant }) => {
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant)).url);
  await widget.fillKeys(server.sample('full-access'));
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/connect', async (route) => {
    await released;
    await route.continue();
  });
  await widget.save.click();
  const animation = () => page.locator('#connect button.primary:visible').evaluate((button) => getComputedStyle(button, '::before').animationName);
  expect(await animation()).toBe('turn');
  release();
  await widget.expectConnected();
});

test('one policy for everything that is missing is pasted as it is', async ({ page, context, server, tenant }) => {
  const name = `none-${tenant.replaceAll('_', '-')}`;
  const aws = new SandboxConsole(await context.newPage(), server.sandbox);
  const keys = await aws.createUser(name, policy({ Effect: 'Deny', Action: 's3:DeleteBucket', Resource: '*' }));
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant)).url);
  await widget.fillKeys({ bucket: 'my-company-data', prefix: 'exports/', ...keys });
  await widget.save.click();
  await expect(page.locator('.whole-policy')).toHaveAttribute('open');
  await expect(page.getByText('Replace everything in the policy with this.')).toBeVisible();
  await aws.setUserPolicy(name, await page.locator('#fix-all').innerText());
  await widget.press('Check again');
  await widget.expectConnected();
});

test('a single statement can be pasted into the sandbox’s console too', async ({ page, context, server, tenant }) => {
  const name = `single-${tenant.replaceAll('_', '-')}`;
  const aws = new SandboxConsole(await context.newPage(), server.sandbox);
  const keys = await aws.createUser(name, policy(WITHOUT_LIST));
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant)).url);
  await widget.fillKeys({ bucket: 'my-company-data', prefix: 'exports/', ...keys });
  await widget.save.click();
  await aws.setUserPolicy(name, await page.locator('#fix-list').innerText());
  await widget.press('Check again');
  await widget.expectConnected();
});

test('“Done” leads back to the vendor, and the title follows the state', async ({ page, server, tenant }) => {
  const widget = new WidgetPage(page);
  const return_url = 'https://app.acme.com/settings?tab=s3';
  await widget.open((await server.session(tenant, { return_url })).url);
  await expect(page).toHaveTitle('Connect your S3 bucket');
  await widget.fillKeys(server.sample('full-access'));
  await widget.save.click();
  await widget.expectConnected();
  await expect(page).toHaveTitle('Connected. Everything works.');
  const done = page.getByRole('link', { name: 'Done' });
  await expect(done).toHaveAttribute('href', return_url);
  await expect(done).toHaveAttribute('target', '_top');
  await expect(page.locator('.primary')).toHaveCount(1);
  await widget.press('Check again');
  await expect(page).toHaveTitle('Still connected. Everything works.');
  await widget.press('Disconnect…');
  await expect(page).toHaveTitle('Disconnect this bucket?');
  await widget.press('Yes, disconnect');
  await expect(page).toHaveTitle('Disconnected');
  await expect(page.getByRole('link', { name: 'Done' })).toBeVisible();
  const again = await page.getByRole('button', { name: 'Connect again' }).boundingBox();
  const stage = await page.locator('#stage').boundingBox();
  expect(again?.width).toBeLessThan((stage?.width ?? 0) / 2);
});

test('from right to left, code keeps its direction and the bar of a failed step changes side', async ({ page, context, server, tenant }) => {
  const aws = new SandboxConsole(await context.newPage(), server.sandbox);
  const keys = await aws.createUser(`rtl-${tenant.replaceAll('_', '-')}`, policy(WITHOUT_LIST));
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant)).url);
  await widget.fillKeys({ bucket: 'my-company-data', prefix: 'exports/', ...keys });
  await widget.save.click();
  const step = page.locator('.step.failed');
  await expect(step).toBeVisible();
  const bar = () => step.evaluate((row) => [getComputedStyle(row).borderLeftWidth, getComputedStyle(row).borderRightWidth]);
  expect(await bar()).toEqual(['4px', '0px']);
  await page.evaluate(() => (document.documentElement.dir = 'rtl'));
  expect(await bar()).toEqual(['0px', '4px']);
  const code = await step.locator('pre').evaluate((pre) => [getComputedStyle(pre).direction, getComputedStyle(pre).textAlign]);
  expect(code).toEqual(['ltr', 'left']);
});
