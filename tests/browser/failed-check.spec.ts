// What can go wrong, what the page says about it, and that its remedies work.

import { SandboxConsole } from './sandbox-console';
import { expect, test } from './fixtures';
import { policy, WITHOUT_LIST, WidgetPage } from './widget-page';

test('reports a wrong secret, keeps everything else, and connects with the right one', async ({ page, server, tenant }) => {
  const widget = new WidgetPage(page);
  const sample = server.sample('full-access');
  await widget.open((await server.session(tenant)).url);
  await widget.fillKeys({ ...sample, secret: 'x'.repeat(40) });
  await widget.save.click();

  const step = widget.step('credentials');
  await expect(step).toContainText('Failed');
  await expect(step).toContainText('the secret does not belong to it');
  await expect(page.locator('.verdict')).toContainText('Nothing was saved');
  await expect(page.locator('.verdict p')).toBeFocused();
  await expect(widget.announcement).toContainText('Nothing was saved');
  await expect(widget.bucket).toHaveValue(sample.bucket);
  await step.getByText('Technical details').click();
  await expect(step).toContainText('SignatureDoesNotMatch');

  await widget.secret.fill(sample.secret);
  await widget.save.click();
  await widget.expectConnected();
});

test('shows the policy statement that is missing, and passes once it is added', async ({ page, context, server, tenant }) => {
  const name = `writer-${tenant.replaceAll('_', '-')}`;
  const aws = new SandboxConsole(await context.newPage(), server.sandbox);
  const { keyId, secret } = await aws.createUser(name, policy(WITHOUT_LIST));

  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant)).url);
  await widget.fillKeys({ bucket: 'my-company-data', prefix: 'exports/', keyId, secret });
  await widget.save.click();
  const list = widget.step('list');
  await expect(list).toContainText('Failed');
  await expect(list).toContainText('is not allowed to list the files in my-company-data/exports/');

  // A failed step is open. A passed step is one line, which also opens with the keyboard.
  const put = widget.step('put');
  await expect(put).toContainText('Passed');
  await expect(list.getByText('Technical details')).toBeVisible();
  await expect(put.getByText('Wrote “exports/.s3-connect-check”.')).toBeVisible();
  await expect(put.getByText('Technical details')).toBeHidden();
  await put.locator('> details > summary').focus();
  await page.keyboard.press('Enter');
  await expect(put.getByText('Technical details')).toBeVisible();

  const statement = JSON.parse(await list.locator('pre').innerText());
  expect(statement.Action).toBe('s3:ListBucket');
  await aws.setUserPolicy(name, policy(WITHOUT_LIST, statement));
  // The secret is still in its field, so checking again takes one press.
  await widget.press('Check again');
  await widget.expectConnected();
});

test('restores a failed draft without its secret when the link is opened again', async ({ page, server, tenant }) => {
  const widget = new WidgetPage(page);
  const sample = server.sample('full-access');
  await widget.open((await server.session(tenant)).url);
  await widget.fillKeys({ ...sample, bucket: 'nobody-has-this-bucket' });
  await widget.save.click();
  await expect(widget.step('bucket')).toContainText('There is no bucket named “nobody-has-this-bucket”.');
  await widget.open((await server.session(tenant)).url);
  await expect(widget.bucket).toHaveValue('nobody-has-this-bucket');
  await expect(widget.keyId).toHaveValue(sample.keyId);
  await expect(widget.secret).toHaveValue('');
  await expect(widget.step('bucket')).toContainText('Failed');
});

test('reports an unreachable store as inconclusive, and can try again', async ({ page, server, tenant }) => {
  const keys = { aws_access_key_id: {}, aws_secret_access_key: {} };
  await server.putFlow('stores', 'read', { bucket: {}, path_prefix: { required: false }, endpoint: {}, ...keys });
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant, { flow: 'stores' })).url);
  await widget.fillKeys(server.sample('full-access'));
  await page.getByLabel('Endpoint').fill('https://store.invalid');
  await widget.save.click();
  const again = page.getByRole('button', { name: 'Try again' });
  await expect(again).toBeVisible({ timeout: 40_000 });
  await expect(page.locator('.verdict')).toContainText('This doesn’t mean that something is wrong');
  await expect(widget.step('bucket')).toContainText('Inconclusive');
  await expect(widget.step('bucket').getByText('Then try again.')).toBeVisible();
  await again.click();
  await expect(page.locator('#running')).toBeVisible();
  await expect(again).toBeVisible({ timeout: 40_000 });
});

test('lists missing fields at the top, with the focus and links to the fields', async ({ page, server, tenant }) => {
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant)).url);
  await widget.save.click();
  const summary = page.locator('.summary');
  await expect(summary).toBeFocused();
  await expect(summary.getByRole('heading')).toContainText('things need a change');
  await expect(widget.bucket).toHaveAttribute('aria-invalid', 'true');
  await summary.getByRole('link', { name: 'bucket' }).click();
  await expect(widget.bucket).toBeFocused();
  await widget.bucket.fill('my-company-data');
  await widget.bucket.blur();
  await expect(widget.bucket).not.toHaveAttribute('aria-invalid', 'true');
});

test('validates a field when it loses the focus, and clears the message once it is right', async ({ page, server, tenant }) => {
  const widget = new WidgetPage(page);
  const flow = 'every-field';
  const optional = { region: {}, kms_key_arn: {}, bucket_owner: {} };
  await server.putFlow(flow, 'both', { bucket: {}, path_prefix: {}, aws_access_key_id: {}, aws_secret_access_key: {}, ...optional });
  await widget.open((await server.session(tenant, { flow })).url);
  for (const [field, bad, message, good] of [
    [widget.bucket, 'My_Bucket', 'A bucket name has only lowercase letters', 'my-bucket'],
    [widget.prefix, 'in/{tennant}', '{tenant}', 'in/{tenant}'],
    [widget.keyId, 'ASIAIOSFODNN7EXAMPLE', 'temporary key', 'AKIAIOSFODNN7EXAMPLE'],
    [widget.secret, 'short', '40', 'x'.repeat(40)],
    [page.locator('[name=region]'), 'Ireland', 'eu-west-1', 'eu-west-1'],
    [page.locator('[name=kms_key_arn]'), 'arn:aws:kms:eu-west-1:111122223333:alias/files', 'ARN of an alias', ''],
    [page.locator('[name=bucket_owner]'), '1111', '12 digits', '111122223333'],
  ] as const) {
    const hint = page.locator(`[id="${await field.getAttribute('id')}.h"]`);
    await field.fill(bad);
    await field.blur();
    await expect(hint).toContainText(message);
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await field.fill(good);
    await field.blur();
    await expect(hint).toHaveText('');
    await expect(field).not.toHaveAttribute('aria-invalid', 'true');
  }
});

test('reports that the server cannot be reached, and keeps what was typed', async ({ page, server, tenant, watch }) => {
  watch.expected.push(/ERR_INTERNET_DISCONNECTED/);
  const widget = new WidgetPage(page);
  const sample = server.sample('full-access');
  await widget.open((await server.session(tenant)).url);
  await widget.fillKeys(sample);
  await page.context().setOffline(true);
  await widget.save.click();
  await expect(page.locator('.verdict')).toContainText('couldn’t reach our server');
  await expect(page.locator('.verdict')).toBeFocused();
  await page.context().setOffline(false);
  await widget.save.click();
  await widget.expectConnected();
});

test('a press counts even if the message of the field that loses the focus would move the button', async ({ page, server, tenant }) => {
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant)).url);
  await widget.chooseAccess('Role');
  await widget.roleArn.fill('not an ARN');
  await widget.save.scrollIntoViewIfNeeded();
  const box = await widget.save.boundingBox();
  if (!box) throw new Error('the button is not on the page');
  await page.mouse.move(box.x + 10, box.y + 4);
  await page.mouse.down();
  await page.waitForTimeout(200);
  await expect(page.locator('[id="f-aws_role_arn.h"]')).toHaveText('');
  await page.mouse.up();
  await expect(page.locator('.summary')).toBeFocused();
  await expect(page.locator('[id="f-aws_role_arn.h"]')).not.toHaveText('');
});
