// The connect link and its token: the token leaves the address bar and survives a reload, and links that do not work.

import { expect, test } from './fixtures';
import { WidgetPage } from './widget-page';

test('removes the token from the address and the history, and survives a reload', async ({ page, server, tenant }) => {
  const { url, token } = await server.session(tenant);
  const widget = new WidgetPage(page);
  await page.goto('about:blank');
  await widget.open(url);
  expect(page.url()).toBe(`${server.url}/connect`);
  await widget.bucket.fill('my-company-data');

  const history = await (await page.context().newCDPSession(page)).send('Page.getNavigationHistory');
  expect(history.entries.map((entry) => entry.url)).not.toContainEqual(expect.stringContaining(token));

  for (let i = 0; i < 2; i++) {
    await page.reload();
    await widget.waitForHydration();
    await expect(widget.save).toBeVisible();
    expect(page.url()).toBe(`${server.url}/connect`);
  }
});

test('says what to do if the token is missing', async ({ page, server }) => {
  const response = await page.goto(`${server.url}/connect`);
  expect(response?.status()).toBe(400);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Open the link again');
});

test('refuses an unknown link', async ({ page, server }) => {
  const response = await page.goto(`${server.url}/connect?token=not-a-token`);
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link doesn’t work');
});

test('reports that the link has expired, on the open page and when it is opened', async ({ page, server, tenant }) => {
  const { url } = await server.session(tenant);
  const widget = new WidgetPage(page);
  await widget.open(url);
  await widget.fillKeys(server.sample('full-access'));
  server.expireLinks(tenant);
  await widget.save.click();
  await expect(widget.heading).toHaveText('This link has expired');
  await expect(page.getByText('Nothing you saved is lost.')).toBeVisible();

  const response = await page.goto(url);
  expect(response?.status()).toBe(410);
  await expect(widget.heading).toHaveText('This link has expired');
});

test('the server survives many page loads in a row', async ({ server, tenant }) => {
  const { url } = await server.session(tenant);
  for (let i = 0; i < 60; i++) expect((await fetch(url)).status).toBe(200);
  expect(server.crash).toBeUndefined();
});
