// Nothing overflows the page, even if it is narrow and has long names. The two colour schemes differ.

import { expect, test } from './fixtures';
import type { Page } from './fixtures';
import { WidgetPage } from './widget-page';

const LONG_BUCKET = 'a-very-long-bucket-name-that-somebody-had-to-think-of-in-201963';
const DEEP_PREFIX = `${'a-folder-with-quite-a-name/'.repeat(9)}{tenant}/`;

async function expectNoOverflow(page: Page, what: string): Promise<void> {
  const { scroll, client, overflowing } = await page.evaluate(() => {
    const { scrollWidth: scroll, clientWidth: client } = document.documentElement;
    const overflowing = [...document.querySelectorAll('body *')].filter((e) => !e.closest('pre, .visually-hidden') && e.getBoundingClientRect().right > client + 1);
    return { scroll, client, overflowing: overflowing.map((e) => e.outerHTML.slice(0, 120)) };
  });
  expect(overflowing, what).toEqual([]);
  expect(scroll, what).toBeLessThanOrEqual(client);
}

for (const width of [320, 640]) {
  test(`every page fits into ${width} pixels`, async ({ page, server, tenant }) => {
    await page.setViewportSize({ width, height: 640 });
    const { url } = await server.session(tenant);
    const widget = new WidgetPage(page);
    await widget.open(url);
    await widget.fillKeys({ ...server.sample('full-access'), bucket: LONG_BUCKET, prefix: DEEP_PREFIX });
    // The guide closed when the key was typed.
    await page.getByText('How to create a key in AWS').click();
    await expectNoOverflow(page, 'form with keys');
    await widget.save.click();
    await expect(widget.step('bucket')).toContainText('There is no bucket named');
    await widget.step('bucket').getByText('Technical details').click();
    await expectNoOverflow(page, 'failed check');
    await widget.chooseAccess('Role');
    await expectNoOverflow(page, 'form with role');
    for (const form of ['CloudFormation', 'Terraform', 'AWS CLI', 'Console']) {
      await page.locator('[data-mode="role"] .tabs').getByText(form).click();
      await expectNoOverflow(page, form);
    }
    await widget.roleArn.fill('x');
    await widget.save.click();
    await expect(page.locator('.summary')).toBeVisible();
    await expectNoOverflow(page, 'errors');
    await widget.chooseAccess('Access keys');
    await widget.fillKeys(server.sample('write-only'));
    await widget.save.click();
    await expect(widget.step('list').locator('pre')).toBeVisible();
    await expectNoOverflow(page, 'failed check with a statement');
    await widget.press('Ask my AWS admin');
    await expect(page.locator('#forwarded-link-url')).toBeVisible();
    await expectNoOverflow(page, 'forwarded link');
    await widget.fillKeys({ ...server.sample('full-access'), prefix: DEEP_PREFIX });
    await widget.save.click();
    await widget.expectConnected();
    await page.getByText('What was checked').click();
    await expectNoOverflow(page, 'connected');
    await widget.press('Disconnect…');
    await expect(widget.heading).toHaveText('Disconnect this bucket?');
    await expectNoOverflow(page, 'confirmation');
    await page.goto(`${server.url}/admin`);
    await expectNoOverflow(page, 'sign-in');
  });
}

test('the colours follow the color scheme of the system', async ({ page, server, tenant }) => {
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant)).url);
  const colors = () => page.evaluate(() => [getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.body).color]);
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await colors();
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await colors();
  expect(dark[0]).not.toBe(light[0]);
  expect(dark[1]).not.toBe(light[1]);
});

test('hydration causes no layout shift', async ({ page, server, tenant }) => {
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & { value: number }).value);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant)).url);
  await page.waitForTimeout(300);
  const shifts = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts);
  expect(shifts.reduce((sum, value) => sum + value, 0)).toBeLessThan(0.001);
});
