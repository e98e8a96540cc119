// The link and its token: out of the address bar at once, kept for a reload, and what is said when it is no use.

import { expect, test } from './test';
import { Widget } from './widget';

test('the token is in neither the address nor the history, and a reload shows the page again', async ({ page, server, tenant }) => {
  const { url, token } = await server.session(tenant);
  const widget = new Widget(page);
  await page.goto('about:blank');
  await widget.open(url);
  expect(page.url()).toBe(`${server.url}/connect`);
  await widget.bucket.fill('my-company-data');

  const history = await (await page.context().newCDPSession(page)).send('Page.getNavigationHistory');
  expect(history.entries.map((entry) => entry.url)).not.toContainEqual(expect.stringContaining(token));

  for (let i = 0; i < 2; i++) {
    await page.reload();
    await widget.awake();
    await expect(widget.save).toBeVisible();
    expect(page.url()).toBe(`${server.url}/connect`);
  }
});

test('a page without a link says what to do', async ({ page, server }) => {
  const response = await page.goto(`${server.url}/connect`);
  expect(response?.status()).toBe(400);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Open the link again');
});

test('a link nobody gave out', async ({ page, server }) => {
  const response = await page.goto(`${server.url}/connect?token=not-a-token`);
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link does not work');
});

test('an expired link, opened or while the page is open', async ({ page, server, tenant }) => {
  const { url } = await server.session(tenant);
  const widget = new Widget(page);
  await widget.open(url);
  await widget.fillKeys(server.sample('full-access'));
  server.expire(tenant);
  await widget.save.click();
  await expect(widget.heading).toHaveText('This link has expired');
  await expect(page.getByText('Nothing you saved is lost.')).toBeVisible();

  const response = await page.goto(url);
  expect(response?.status()).toBe(410);
  await expect(widget.heading).toHaveText('This link has expired');
});

test('many pages in a row leave the server running', async ({ server, tenant }) => {
  const { url } = await server.session(tenant);
  for (let i = 0; i < 60; i++) expect((await fetch(url)).status).toBe(200);
  expect(server.crash).toBeUndefined();
});
