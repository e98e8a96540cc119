// From the link to a saved connection: with keys, with a role, and where the tenant can choose.

import { SandboxConsole } from './sandbox-console';
import { expect, test } from './fixtures';
import { WidgetPage } from './widget-page';

const KEYS = { aws_access_key_id: {}, aws_secret_access_key: {} };
const ROLE = { aws_external_id: {}, aws_role_arn: {} };
const BUCKET_FIELDS = { bucket: {}, path_prefix: { required: false } };

test('connects with access keys', async ({ page, server, tenant }) => {
  await server.putFlow('keys-only', 'both', { ...BUCKET_FIELDS, ...KEYS });
  const widget = new WidgetPage(page);
  const sample = server.sample('full-access');
  await widget.open((await server.session(tenant, { flow: 'keys-only' })).url);
  await expect(page.locator('[name=access]')).toHaveCount(0);
  await widget.fillKeys(sample);
  await widget.save.click();
  await widget.expectConnected();
  await expect(widget.heading).toBeFocused();
  await expect(widget.fact('Bucket')).toHaveText(sample.bucket);
  await expect(widget.fact('Path prefix')).toHaveText(sample.prefix);
  await expect(widget.fact('AWS account')).toHaveText('111122223333');
  await expect(widget.fact('Access key')).toContainText(sample.keyId);
  await expect(widget.fact('Access key')).toContainText(sample.secret.slice(-4));
  expect(await page.content()).not.toContain(sample.secret);
});

test('connects with a role that is created from the setup guide', async ({ page, context, server, tenant }) => {
  await server.putFlow('role-only', 'read', { ...BUCKET_FIELDS, ...ROLE });
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant, { flow: 'role-only' })).url);
  await widget.bucket.fill('my-company-data');
  await widget.prefix.fill('incoming/');
  const externalId = await page.locator('#external-id').innerText();
  const trust = await page.locator('#trust-policy').innerText();
  await expect(page.locator('#iam-role')).toContainText('my-company-data/incoming/');
  const policy = await page.locator('#iam-role').innerText();
  expect(trust).toContain(externalId);

  const aws = new SandboxConsole(await context.newPage(), server.sandbox);
  const arn = await aws.createRole(`reader-${tenant.replaceAll('_', '-')}`, trust, policy);

  await widget.roleArn.fill(arn);
  await widget.save.click();
  await widget.expectConnected();
  await expect(widget.fact('Role')).toHaveText(arn);
  await page.getByText('What was checked').click();
  await expect(widget.step('external_id_enforced')).toContainText('Passed');
});

test('does not save a role that anyone can assume', async ({ page, context, server, tenant }) => {
  await server.putFlow('role-only', 'read', { ...BUCKET_FIELDS, ...ROLE });
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant, { flow: 'role-only' })).url);
  await widget.bucket.fill('my-company-data');
  const trust = JSON.parse(await page.locator('#trust-policy').innerText());
  delete trust.Statement[0].Condition;
  await expect(page.locator('#iam-role')).toContainText('my-company-data');
  const policy = await page.locator('#iam-role').innerText();
  const aws = new SandboxConsole(await context.newPage(), server.sandbox);
  const arn = await aws.createRole(`open-${tenant.replaceAll('_', '-')}`, JSON.stringify(trust), policy);
  await widget.roleArn.fill(arn);
  await widget.save.click();
  const step = widget.step('external_id_enforced');
  await expect(step).toContainText('Failed');
  await expect(step.locator('pre').first()).toContainText(await page.locator('#external-id').innerText());
});

test('shows and uses the chosen access mode if the flow offers both', async ({ page, server, tenant }) => {
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant)).url);
  await expect(widget.roleArn).toBeVisible();
  await expect(page.locator('#external-id')).toBeVisible();
  await expect(widget.keyId).toBeHidden();
  await widget.chooseAccess('Access keys');
  await expect(widget.keyId).toBeVisible();
  await expect(widget.roleArn).toBeHidden();
  await widget.fillKeys(server.sample('incoming-only'));
  await widget.save.click();
  await widget.expectConnected();
  await expect(page.locator('.notice', { hasText: '.s3-connect-check' })).toContainText('left one small file behind');
});

test('saves the vendor’s own fields with the connection', async ({ page, server, tenant }) => {
  await server.putFlow('own-fields', 'read', {
    ...BUCKET_FIELDS,
    ...KEYS,
    cost_center: { label: 'Cost center', required: true, adornment: { start: '#' } },
    formats: { label: 'Formats', type: 'multiselect', required: false, options: [{ name: 'CSV', value: 'csv' }, { name: 'Parquet', value: 'parquet' }] },
    nightly: { label: 'Fetch at night only', type: 'boolean', required: false },
    remarks: { label: 'Remarks', type: 'multiline', required: false },
  });
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant, { flow: 'own-fields' })).url);
  await widget.fillKeys(server.sample('read-only'));
  await page.getByLabel('Cost center').fill('4711');
  const formats = page.getByRole('group', { name: 'Formats' });
  await formats.getByLabel('CSV').check();
  await formats.getByLabel('Parquet').check();
  await page.getByLabel('Fetch at night only').check();
  await page.getByLabel('Remarks').fill('two\nlines');
  await widget.save.click();
  await widget.expectConnected();
  await widget.press('Change');
  await widget.waitForHydration();
  await expect(page.getByLabel('Cost center')).toHaveValue('4711');
  await expect(formats.getByRole('checkbox', { checked: true })).toHaveCount(2);
  await expect(page.getByLabel('Fetch at night only')).toBeChecked();
  await expect(page.getByLabel('Remarks')).toHaveValue('two\nlines');
});
