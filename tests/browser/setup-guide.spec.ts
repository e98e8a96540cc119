// The setup guide in every form, with and without the script.

import { readFile } from 'node:fs/promises';
import { expect, test } from './fixtures';
import type { Page } from './fixtures';
import { WidgetPage } from './widget-page';

const FILES = [
  ['CloudFormation', 'cloudformation-role', 's3-connect-role.template.json'],
  ['Terraform', 'terraform-role', 's3-connect.tf'],
  ['AWS CLI', 'aws-cli-role', 's3-connect.sh'],
] as const;

const tab = (page: Page, mode: string, name: string) => page.locator(`[data-mode="${mode}"] .tabs`).getByText(name);

async function download(page: Page, title: string): Promise<[string, string]> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: `Download: ${title}` }).click()]);
  return [file.suggestedFilename(), await readFile(await file.path(), 'utf8')];
}

test('every form follows what is typed, and downloads the text that it shows', async ({ page, server, tenant }) => {
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant)).url);
  await widget.chooseAccess('Role');
  await expect(page.getByText('the texts below say your-bucket').first()).toBeVisible();
  await widget.bucket.pressSequentially('my-data');
  await widget.prefix.pressSequentially('in/it\'s "$HOME" {tenant}');
  for (const [name, id, file] of FILES) {
    await tab(page, 'role', name).click();
    const text = page.locator(`#${id}`);
    await expect(text).toBeVisible();
    await expect(text).toContainText('my-data/in/it');
    const title = { CloudFormation: 'CloudFormation template', 'AWS CLI': 'AWS CLI script' }[name as string] ?? name;
    const [fileName, content] = await download(page, title);
    expect(fileName).toBe(file);
    expect(content).toBe(await text.textContent());
  }
  await tab(page, 'role', 'Console').click();
  const [fileName, content] = await download(page, 'IAM policy');
  expect(fileName).toBe('s3-connect-policy.json');
  expect(JSON.parse(content).Statement[0].Resource).toBe('arn:aws:s3:::my-data');
  await expect(page.getByText('your-bucket')).toHaveCount(0);
});

test('the texts contain what was typed before hydration', async ({ page, server, tenant }) => {
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
  await expect(page.locator('#iam-keys')).toContainText('arn:aws:s3:::typed-early');
});

test('marks the texts as stale while the server cannot be reached, and catches up', async ({ page, server, tenant, watch }) => {
  watch.expected.push(/ERR_FAILED|Failed to fetch/);
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant)).url);
  await page.route('**/connect', (route) => route.abort());
  await widget.bucket.fill('my-data');
  const form = page.locator('#connect');
  await expect(form).toHaveAttribute('data-stale');
  await expect(page.locator('#iam-keys')).toContainText('your-bucket');
  await page.unroute('**/connect');
  await expect(page.locator('#iam-keys')).toContainText('my-data');
  await expect(form).not.toHaveAttribute('data-stale');
});

test('the arrow keys select a form', async ({ page, server, tenant }) => {
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant)).url);
  const radio = (name: string) => page.locator('[data-mode="role"]').getByRole('radio', { name });
  await expect(radio('AWS CLI')).toBeChecked();
  await radio('AWS CLI').focus();
  await page.keyboard.press('ArrowRight');
  await expect(radio('CloudFormation')).toBeChecked();
  await expect(page.locator('#cloudformation-role')).toBeVisible();
  await expect(page.locator('#aws-cli-role')).toBeHidden();
});

test.describe('JavaScript off', () => {
  test.use({ javaScriptEnabled: false });

  test('a button fills in what was typed, and files can be downloaded', async ({ page, server, tenant }) => {
    const widget = new WidgetPage(page);
    await widget.open((await server.session(tenant)).url, { hydrated: false });
    await widget.chooseAccess('Role');
    await widget.bucket.fill('my-data');
    await widget.prefix.fill('in/<script>alert(1)</script>/');
    await widget.roleArn.fill('arn:aws:iam::111122223333:role/mine');
    await tab(page, 'role', 'Terraform').click();
    await widget.press('Fill in my bucket');
    const text = page.locator('#terraform-role');
    await expect(text).toBeVisible();
    await expect(text).toContainText('my-data/in/<script>alert(1)</script>/*');
    await expect(widget.roleArn).toHaveValue('arn:aws:iam::111122223333:role/mine');
    const [fileName, content] = await download(page, 'Terraform');
    expect(fileName).toBe('s3-connect.tf');
    expect(content).toBe(await text.textContent());
    expect(page.url()).not.toContain('token');
  });
});
