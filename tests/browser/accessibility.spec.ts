// axe finds nothing, on any page, in either colour scheme; and all of it can be done by keyboard.

import { AxeBuilder } from '@axe-core/playwright';
import { type Page, expect, test } from './test';
import { Widget } from './widget';

async function clean(page: Page, what: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map((v) => `${v.id}: ${v.nodes.map((node) => `${node.target} ${node.failureSummary}`).join('; ')}`);
    expect(found, `${what}, ${colorScheme}`).toEqual([]);
  }
}

test('the widget, from the form to the farewell', async ({ page, server, tenant }) => {
  test.slow();
  const { url } = await server.session(tenant);
  const widget = new Widget(page);
  const sample = server.sample('full-access');
  // Somebody else in the same folder is what there is to know about the connection at the end.
  await widget.connectByKeys((await server.session(`${tenant}_other`)).url, sample);
  await widget.open(url);
  await page.getByText('How to make a key in AWS').click();
  await clean(page, 'form with keys');
  await widget.choose('Role');
  await page.getByText('How to make the role in AWS').click();
  await clean(page, 'form with role');
  await widget.choose('Access keys');

  await widget.save.click();
  await expect(page.locator('.summary')).toBeVisible();
  await clean(page, 'errors');

  const writer = server.sample('write-only');
  await widget.fillKeys({ ...writer, secret: 'x'.repeat(40) });
  await widget.save.click();
  await expect(widget.step('credentials')).toContainText('Failed');
  await widget.step('credentials').getByText('What AWS answered').click();
  await clean(page, 'failed check');
  await widget.fillKeys(writer);
  await widget.save.click();
  await expect(widget.step('list').locator('pre')).toBeVisible();
  await clean(page, 'failed check with a statement');
  await widget.press('I am not the AWS admin');
  const link = await page.locator('#forwarded-link-url').inputValue();
  await clean(page, 'a link to hand on');
  const handed = await page.context().newPage();
  await handed.goto(link);
  await clean(handed, 'a link that was handed on');
  await handed.close();

  await widget.fillKeys(sample);
  await widget.save.click();
  await widget.connected();
  await page.getByText('What was checked').click();
  await expect(page.getByRole('heading', { name: 'Worth knowing' })).toBeVisible();
  await clean(page, 'connected, with something worth knowing');
  await widget.press('Disconnect…');
  await clean(page, 'confirmation');
  await widget.press('Yes, disconnect');
  await clean(page, 'disconnected');
});

test('messages and the admin pages', async ({ page, server }) => {
  await page.goto(`${server.url}/connect?token=not-a-token`);
  await clean(page, 'message');
  await page.goto(`${server.url}/admin`);
  await clean(page, 'sign-in');
  await page.getByLabel('Admin key').fill(server.adminKey);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Flows');
  await clean(page, 'flows');
  await page.goto(`${server.url}/admin/environments`);
  await clean(page, 'environments');
  await page.goto(`${server.url}/admin/dev/flows/demo`);
  await page.locator('#fields details').first().click();
  await clean(page, 'a flow');
});

test('by keyboard alone', async ({ page, server, tenant }) => {
  const sample = server.sample('full-access');
  const widget = new Widget(page);
  await widget.open((await server.session(tenant)).url);
  const { keyboard } = page;
  const reach = async (id: string) => {
    for (let presses = 0; presses < 30; presses++) {
      if (await page.evaluate((id) => document.activeElement?.id === id, id)) return;
      await keyboard.press('Tab');
    }
    throw new Error(`Tab does not lead to #${id}`);
  };
  await reach('f-bucket');
  await keyboard.type(sample.bucket);
  await reach('f-path_prefix');
  await keyboard.type(sample.prefix);
  await reach('access-keys');
  await keyboard.press('ArrowDown');
  await expect(page.locator('#access-role')).toBeChecked();
  await keyboard.press('ArrowUp');
  await reach('f-aws_access_key_id');
  await keyboard.type(sample.keyId);
  await reach('f-aws_secret_access_key');
  await keyboard.type(sample.secret);
  await keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'I am not the AWS admin' })).toBeFocused();
  await keyboard.press('Tab');
  await expect(widget.save).toBeFocused();
  await keyboard.press('Enter');
  await widget.connected();
});
