// What goes wrong, what is said about it, and that doing what is said helps.

import { Console } from './sandbox';
import { expect, test } from './test';
import { policy, WITHOUT_LIST, Widget } from './widget';

test('a wrong secret is named, everything else is kept, and the right one connects', async ({ page, server, tenant }) => {
  const widget = new Widget(page);
  const sample = server.sample('full-access');
  await widget.open((await server.session(tenant)).url);
  await widget.fillKeys({ ...sample, secret: 'x'.repeat(40) });
  await widget.save.click();

  const step = widget.step('credentials');
  await expect(step).toContainText('Failed');
  await expect(step).toContainText('the secret does not belong to it');
  await expect(page.locator('.verdict')).toContainText('Nothing was saved');
  await expect(page.locator('.verdict p')).toBeFocused();
  await expect(widget.said).toContainText('Nothing was saved');
  await expect(widget.bucket).toHaveValue(sample.bucket);
  await step.getByText('What AWS answered').click();
  await expect(step).toContainText('SignatureDoesNotMatch');

  await widget.secret.fill(sample.secret);
  await widget.save.click();
  await widget.connected();
});

test('a right that is missing comes as the statement to add, and adding it helps', async ({ page, context, server, tenant }) => {
  const name = `writer-${tenant.replaceAll('_', '-')}`;
  const aws = new Console(await context.newPage(), server.sandbox);
  const { keyId, secret } = await aws.createUser(name, policy(WITHOUT_LIST));

  const widget = new Widget(page);
  await widget.open((await server.session(tenant)).url);
  await widget.fillKeys({ bucket: 'my-company-data', prefix: 'exports/', keyId, secret });
  await widget.save.click();
  const list = widget.step('list');
  await expect(list).toContainText('Failed');
  await expect(list).toContainText('may not list the files in my-company-data/exports/');

  // What failed is open, what passed is one line that opens by keyboard too.
  const put = widget.step('put');
  await expect(put).toContainText('Passed');
  await expect(list.getByText('What AWS answered')).toBeVisible();
  await expect(put.getByText('Wrote “exports/.s3-connect-check”.')).toBeVisible();
  await expect(put.getByText('What AWS answered')).toBeHidden();
  await put.locator('> details > summary').focus();
  await page.keyboard.press('Enter');
  await expect(put.getByText('What AWS answered')).toBeVisible();

  const statement = JSON.parse(await list.locator('pre').innerText());
  expect(statement.Action).toBe('s3:ListBucket');
  await aws.putUser(name, policy(WITHOUT_LIST, statement));
  // The secret is still in its field: one press is enough.
  await widget.press('Check again');
  await widget.connected();
});

test('a draft that failed is there when the link is opened again, without the secret', async ({ page, server, tenant }) => {
  const widget = new Widget(page);
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

test('what could not be asked is no failure, and is tried again', async ({ page, server, tenant }) => {
  const keys = { aws_access_key_id: {}, aws_secret_access_key: {} };
  await server.flow('stores', 'read', { bucket: {}, path_prefix: { required: false }, endpoint: {}, ...keys });
  const widget = new Widget(page);
  await widget.open((await server.session(tenant, { flow: 'stores' })).url);
  await widget.fillKeys(server.sample('full-access'));
  await page.getByLabel('Endpoint').fill('https://store.invalid');
  await widget.save.click();
  const again = page.getByRole('button', { name: 'Try again' });
  await expect(again).toBeVisible({ timeout: 40_000 });
  await expect(page.locator('.verdict')).toContainText('This does not mean that something is wrong');
  await expect(widget.step('bucket')).toContainText('Could not tell');
  await expect(widget.step('bucket').getByText('Then try again.')).toBeVisible();
  await again.click();
  await expect(page.locator('#running')).toBeVisible();
  await expect(again).toBeVisible({ timeout: 40_000 });
});

test('what is missing is listed at the top, which takes the focus and leads to the fields', async ({ page, server, tenant }) => {
  const widget = new Widget(page);
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

test('a field says what is wrong when it is left, and is quiet again when it is right', async ({ page, server, tenant }) => {
  const widget = new Widget(page);
  const flow = 'every-field';
  const optional = { region: {}, kms_key_arn: {}, bucket_owner: {} };
  await server.flow(flow, 'both', { bucket: {}, path_prefix: {}, aws_access_key_id: {}, aws_secret_access_key: {}, ...optional });
  await widget.open((await server.session(tenant, { flow })).url);
  for (const [field, bad, words, good] of [
    [widget.bucket, 'My_Bucket', 'A bucket name has only lowercase letters', 'my-bucket'],
    [widget.prefix, 'in/{tennant}', '{tenant}', 'in/{tenant}'],
    [widget.keyId, 'ASIAIOSFODNN7EXAMPLE', 'temporary key', 'AKIAIOSFODNN7EXAMPLE'],
    [widget.secret, 'short', '40', 'x'.repeat(40)],
    [page.locator('[name=region]'), 'Ireland', 'eu-west-1', 'eu-west-1'],
    [page.locator('[name=kms_key_arn]'), 'arn:aws:kms:eu-west-1:111122223333:alias/files', 'ARN of an alias', ''],
    [page.locator('[name=bucket_owner]'), '1111', '12 digits', '111122223333'],
  ] as const) {
    const words_ = page.locator(`[id="${await field.getAttribute('id')}.h"]`);
    await field.fill(bad);
    await field.blur();
    await expect(words_).toContainText(words);
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await field.fill(good);
    await field.blur();
    await expect(words_).toHaveText('');
    await expect(field).not.toHaveAttribute('aria-invalid', 'true');
  }
});

test('a server that is out of reach is said so, and nothing typed is lost', async ({ page, server, tenant, watch }) => {
  watch.expected.push(/ERR_INTERNET_DISCONNECTED/);
  const widget = new Widget(page);
  const sample = server.sample('full-access');
  await widget.open((await server.session(tenant)).url);
  await widget.fillKeys(sample);
  await page.context().setOffline(true);
  await widget.save.click();
  await expect(page.locator('.verdict')).toContainText('could not reach our server');
  await expect(page.locator('.verdict')).toBeFocused();
  await page.context().setOffline(false);
  await widget.save.click();
  await widget.connected();
});

test('a press on the button counts, though the field left by it gets words that move the page', async ({ page, server, tenant }) => {
  const widget = new Widget(page);
  await widget.open((await server.session(tenant)).url);
  await widget.choose('Role');
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
