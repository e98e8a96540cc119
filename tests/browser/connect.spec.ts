// From the link to a saved connection: by keys, by a role, and where the tenant may choose.

import { Console } from './sandbox';
import { expect, test } from './test';
import { Widget } from './widget';

const KEYS = { aws_access_key_id: {}, aws_secret_access_key: {} };
const ROLE = { aws_external_id: {}, aws_role_arn: {} };
const PLACE = { bucket: {}, path_prefix: { required: false } };

test('by keys', async ({ page, server, tenant }) => {
  await server.flow('keys-only', 'both', { ...PLACE, ...KEYS });
  const widget = new Widget(page);
  const sample = server.sample('full-access');
  await widget.open((await server.session(tenant, { flow: 'keys-only' })).url);
  await expect(page.getByRole('radio')).toHaveCount(0);
  await widget.fillKeys(sample);
  await widget.save.click();
  await widget.connected();
  await expect(widget.heading).toBeFocused();
  await expect(widget.fact('Bucket')).toHaveText(sample.bucket);
  await expect(widget.fact('Path prefix')).toHaveText(sample.prefix);
  await expect(widget.fact('AWS account')).toHaveText('111122223333');
  await expect(widget.fact('Access key')).toContainText(sample.keyId);
  await expect(widget.fact('Access key')).toContainText(sample.secret.slice(-4));
  expect(await page.content()).not.toContain(sample.secret);
});

test('by a role made in the console from what the widget shows', async ({ page, context, server, tenant }) => {
  await server.flow('role-only', 'read', { ...PLACE, ...ROLE });
  const widget = new Widget(page);
  await widget.open((await server.session(tenant, { flow: 'role-only' })).url);
  await widget.bucket.fill('my-company-data');
  await widget.prefix.fill('incoming/');
  await page.getByText('How to make the role in AWS').click();
  const externalId = await page.locator('#external-id').innerText();
  const trust = await page.locator('#trust-policy').innerText();
  await expect(page.locator('#iam-role')).toContainText('my-company-data/incoming/');
  const policy = await page.locator('#iam-role').innerText();
  expect(trust).toContain(externalId);

  const aws = new Console(await context.newPage(), server.sandbox);
  const arn = await aws.createRole(`reader-${tenant.replaceAll('_', '-')}`, trust, policy);

  await widget.roleArn.fill(arn);
  await widget.save.click();
  await widget.connected();
  await expect(widget.fact('Role')).toHaveText(arn);
  await page.getByText('What was checked').click();
  await expect(widget.step('external_id_enforced')).toContainText('Passed');
});

test('a role that anyone may assume is not saved', async ({ page, context, server, tenant }) => {
  await server.flow('role-only', 'read', { ...PLACE, ...ROLE });
  const widget = new Widget(page);
  await widget.open((await server.session(tenant, { flow: 'role-only' })).url);
  await widget.bucket.fill('my-company-data');
  await page.getByText('How to make the role in AWS').click();
  const trust = JSON.parse(await page.locator('#trust-policy').innerText());
  delete trust.Statement[0].Condition;
  await expect(page.locator('#iam-role')).toContainText('my-company-data');
  const policy = await page.locator('#iam-role').innerText();
  const aws = new Console(await context.newPage(), server.sandbox);
  const arn = await aws.createRole(`open-${tenant.replaceAll('_', '-')}`, JSON.stringify(trust), policy);
  await widget.roleArn.fill(arn);
  await widget.save.click();
  const step = widget.step('external_id_enforced');
  await expect(step).toContainText('Failed');
  await expect(step.locator('pre')).toContainText(await page.locator('#external-id').innerText());
});

test('where both are offered, the chosen way is shown and used', async ({ page, server, tenant }) => {
  const widget = new Widget(page);
  await widget.open((await server.session(tenant)).url);
  await expect(widget.keyId).toBeVisible();
  await expect(widget.roleArn).toBeHidden();
  await widget.choose('Role');
  await expect(widget.keyId).toBeHidden();
  await expect(widget.roleArn).toBeVisible();
  await expect(page.locator('#external-id')).toBeVisible();
  await widget.choose('Access keys');
  await widget.fillKeys(server.sample('incoming-only'));
  await widget.save.click();
  await widget.connected();
  await expect(page.locator('.notice', { hasText: '.s3-connect-check' })).toContainText('left one small file behind');
});

test('the fields of the vendor’s own come with the connection', async ({ page, server, tenant }) => {
  await server.flow('own-fields', 'read', {
    ...PLACE,
    ...KEYS,
    cost_center: { label: 'Cost center', required: true, adornment: { start: '#' } },
    formats: { label: 'Formats', type: 'multiselect', required: false, options: [{ name: 'CSV', value: 'csv' }, { name: 'Parquet', value: 'parquet' }] },
    nightly: { label: 'Fetch at night only', type: 'boolean', required: false },
    remarks: { label: 'Remarks', type: 'multiline', required: false },
  });
  const widget = new Widget(page);
  await widget.open((await server.session(tenant, { flow: 'own-fields' })).url);
  await widget.fillKeys(server.sample('read-only'));
  await page.getByLabel('Cost center').fill('4711');
  await page.getByLabel('Formats').selectOption(['csv', 'parquet']);
  await page.getByLabel('Fetch at night only').check();
  await page.getByLabel('Remarks').fill('two\nlines');
  await widget.save.click();
  await widget.connected();
  await widget.press('Change');
  await widget.awake();
  await expect(page.getByLabel('Cost center')).toHaveValue('4711');
  await expect(page.getByLabel('Formats')).toHaveValues(['csv', 'parquet']);
  await expect(page.getByLabel('Fetch at night only')).toBeChecked();
  await expect(page.getByLabel('Remarks')).toHaveValue('two\nlines');
});
