// Nothing runs out of the page: narrow, enlarged, with long names; and both colour schemes are two.

import { expect, test } from './test';
import type { Page } from './test';
import { Widget } from './widget';

const LONG = 'a-very-long-bucket-name-that-somebody-had-to-think-of-in-201963';
const DEEP = `${'a-folder-with-quite-a-name/'.repeat(9)}{tenant}/`;

async function fits(page: Page, what: string): Promise<void> {
  const { scroll, client, widest } = await page.evaluate(() => {
    const { scrollWidth: scroll, clientWidth: client } = document.documentElement;
    const out = [...document.querySelectorAll('body *')].filter((e) => !e.closest('pre, .visually-hidden') && e.getBoundingClientRect().right > client + 1);
    return { scroll, client, widest: out.map((e) => e.outerHTML.slice(0, 120)) };
  });
  expect(widest, what).toEqual([]);
  expect(scroll, what).toBeLessThanOrEqual(client);
}

for (const width of [320, 640]) {
  test(`${width} pixels are wide enough`, async ({ page, server, tenant }) => {
    await page.setViewportSize({ width, height: 640 });
    const { url } = await server.session(tenant);
    const widget = new Widget(page);
    await widget.open(url);
    await widget.fillKeys({ ...server.sample('full-access'), bucket: LONG, prefix: DEEP });
    await page.getByText('How to make a key in AWS').click();
    await fits(page, 'form with keys');
    await widget.save.click();
    await expect(widget.step('bucket')).toContainText('There is no bucket named');
    await widget.step('bucket').getByText('What AWS answered').click();
    await fits(page, 'failed check');
    await widget.choose('Role');
    await page.getByText('How to make the role in AWS').click();
    await fits(page, 'form with role');
    for (const form of ['CloudFormation', 'Terraform', 'AWS CLI']) {
      await page.locator('[data-mode="role"] .tabs').getByText(form).click();
      await fits(page, form);
    }
    await widget.roleArn.fill('x');
    await widget.save.click();
    await expect(page.locator('.summary')).toBeVisible();
    await fits(page, 'errors');
    await widget.choose('Access keys');
    await widget.fillKeys(server.sample('write-only'));
    await widget.save.click();
    await expect(widget.step('list').locator('pre')).toBeVisible();
    await fits(page, 'failed check with a statement');
    await widget.press('I am not the AWS admin');
    await expect(page.locator('#forwarded-link-url')).toBeVisible();
    await fits(page, 'a link to hand on');
    await widget.fillKeys({ ...server.sample('full-access'), prefix: DEEP });
    await widget.save.click();
    await widget.connected();
    await page.getByText('What was checked').click();
    await fits(page, 'connected');
    await widget.press('Disconnect…');
    await expect(widget.heading).toHaveText('Disconnect this bucket?');
    await fits(page, 'confirmation');
    await page.goto(`${server.url}/admin`);
    await fits(page, 'sign-in');
  });
}

test('light and dark differ, and follow the system', async ({ page, server, tenant }) => {
  const widget = new Widget(page);
  await widget.open((await server.session(tenant)).url);
  const colours = () => page.evaluate(() => [getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.body).color]);
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await colours();
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await colours();
  expect(dark[0]).not.toBe(light[0]);
  expect(dark[1]).not.toBe(light[1]);
});

test('the page does not jump when the script arrives', async ({ page, server, tenant }) => {
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & { value: number }).value);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const widget = new Widget(page);
  await widget.open((await server.session(tenant)).url);
  await page.waitForTimeout(300);
  const shifts = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts);
  expect(shifts.reduce((sum, value) => sum + value, 0)).toBeLessThan(0.02);
});
