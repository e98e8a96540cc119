// Every page passes axe in both color schemes, and the keyboard is enough to connect.

import { AxeBuilder } from '@axe-core/playwright';
import { type Page, expect, test } from './fixtures';
import { WidgetPage } from './widget-page';

async function expectAccessible(page: Page, what: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map((v) => `${v.id}: ${v.nodes.map((node) => `${node.target} ${node.failureSummary}`).join('; ')}`);
    expect(found, `${what}, ${colorScheme}`).toEqual([]);
  }
}

test('the documentation of the API is accessible and fits a narrow screen', async ({ page, server }) => {
  // It is the longest page, and axe looks at it four times.
  test.slow();
  await page.goto(`${server.url}/v1/docs`);
  await expectAccessible(page, 'documentation');
  await page.setViewportSize({ width: 320, height: 800 });
  await expectAccessible(page, 'narrow documentation');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});

test('the widget is accessible in every state', async ({ page, server, tenant }) => {
  test.slow();
  const { url } = await server.session(tenant);
  const widget = new WidgetPage(page);
  const sample = server.sample('full-access');
  // Another connection to the same folder causes the warning that is checked at the end.
  await widget.connectByKeys((await server.session(`${tenant}_other`)).url, sample);
  await widget.open(url);
  await page.getByText('Insert a variable').click();
  await expectAccessible(page, 'form with role');
  await widget.chooseAccess('Access keys');
  await expectAccessible(page, 'form with keys');

  await widget.save.click();
  await expect(page.locator('.summary')).toBeVisible();
  await expectAccessible(page, 'errors');

  const writer = server.sample('write-only');
  await widget.fillKeys({ ...writer, secret: 'x'.repeat(40) });
  await widget.save.click();
  await expect(widget.step('credentials')).toContainText('Failed');
  await widget.step('credentials').getByText('Technical details').click();
  await expectAccessible(page, 'failed check');
  await widget.fillKeys(writer);
  await widget.save.click();
  await expect(widget.step('list').locator('pre')).toBeVisible();
  await expectAccessible(page, 'failed check with a statement');
  await widget.press('Ask my AWS admin');
  const link = await page.locator('#forwarded-link-url').inputValue();
  await expectAccessible(page, 'forwarded link');
  const administratorPage = await page.context().newPage();
  await administratorPage.goto(link);
  await expectAccessible(administratorPage, 'the page of a forwarded link');
  await administratorPage.close();

  await widget.fillKeys(sample);
  await widget.save.click();
  await widget.expectConnected();
  await page.getByText('What was checked').click();
  await expect(page.getByRole('heading', { name: 'Worth knowing' })).toBeVisible();
  await expectAccessible(page, 'connected, with a warning');
  await widget.press('Disconnect…');
  await expectAccessible(page, 'confirmation');
  await widget.press('Yes, disconnect');
  await expectAccessible(page, 'disconnected');
});

test('message pages and admin pages are accessible', async ({ page, server }) => {
  await page.goto(`${server.url}/connect?token=not-a-token`);
  await expectAccessible(page, 'message');
  await page.goto(`${server.url}/admin`);
  await expectAccessible(page, 'sign-in');
  await page.getByLabel('Admin key').fill(server.adminKey);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Flows');
  await expectAccessible(page, 'flows');
  await page.goto(`${server.url}/admin/environments`);
  await expectAccessible(page, 'environments');
  await page.goto(`${server.url}/admin/dev/flows/demo`);
  await page.locator('#fields details').first().click();
  await expectAccessible(page, 'a flow');
});

test('connects with the keyboard alone', async ({ page, server, tenant }) => {
  const sample = server.sample('full-access');
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant)).url);
  const { keyboard } = page;
  const tabTo = async (id: string) => {
    for (let presses = 0; presses < 30; presses++) {
      if (await page.evaluate((id) => document.activeElement?.id === id, id)) return;
      await keyboard.press('Tab');
    }
    throw new Error(`Tab does not lead to #${id}`);
  };
  await tabTo('f-bucket');
  await keyboard.type(sample.bucket);
  await tabTo('f-path_prefix');
  await keyboard.type(sample.prefix);
  await tabTo('access-role');
  await keyboard.press('ArrowDown');
  await expect(page.locator('#access-keys')).toBeChecked();
  await tabTo('f-aws_access_key_id');
  await keyboard.type(sample.keyId);
  await tabTo('f-aws_secret_access_key');
  await keyboard.type(sample.secret);
  await keyboard.press('Tab');
  await expect(page.getByLabel('Your name')).toBeFocused();
  await keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Ask my AWS admin' })).toBeFocused();
  await keyboard.press('Tab');
  await expect(widget.save).toBeFocused();
  await keyboard.press('Enter');
  await widget.expectConnected();
});
