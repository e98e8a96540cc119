// The admin pages for tenants, connections, links, API keys, origins and the log. None of them needs a script.

import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from './fixtures';
import type { Server } from './server';
import { WidgetPage } from './widget-page';

async function signIn(page: Page, server: Server, path: string): Promise<void> {
  await page.goto(`${server.url}/admin${path}`);
  await page.getByLabel('Admin key').fill(server.adminKey);
  await page.getByLabel('Your name').fill('Anna');
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function connect(page: Page, server: Server, tenant: string, sample: string): Promise<void> {
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant)).url);
  await widget.fillKeys(server.sample(sample));
  await widget.save.click();
  await widget.expectConnected();
}

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('creates a link for a tenant, then finds, checks and disconnects the tenant’s connection', async ({ page, browser, server, tenant }) => {
    await signIn(page, server, '/dev/tenants');
    await page.getByRole('link', { name: 'New connect link' }).click();
    await page.getByLabel('Tenant', { exact: true }).fill(tenant);
    await page.getByLabel('Flow').selectOption('demo');
    await page.getByRole('button', { name: 'Create link' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Connect link for ${tenant}`);
    const link = await page.getByLabel('Link', { exact: true }).inputValue();

    const scripted = await browser.newContext({ javaScriptEnabled: true });
    const tenantWidget = new WidgetPage(await scripted.newPage());
    await tenantWidget.open(link);
    await tenantWidget.fillKeys(server.sample('full-access'));
    await tenantWidget.save.click();
    await tenantWidget.expectConnected();
    await scripted.close();

    await page.getByRole('link', { name: 'Tenants' }).click();
    await page.getByLabel('Text').fill(tenant);
    await page.getByRole('button', { name: 'Find' }).click();
    await expect(page.locator('.tenants li')).toHaveCount(1);
    await expect(page.locator('.tenants')).toContainText('Connected');
    await page.getByRole('link', { name: tenant }).click();
    await expect(page.getByRole('heading', { name: 'Active links' })).toBeVisible();
    await page.getByRole('link', { name: 'demo' }).click();
    await page.getByRole('button', { name: 'Check now' }).click();
    await expect(page.getByRole('status')).toHaveText('Checked. Everything works.');
    await page.getByRole('link', { name: 'Disconnect…' }).click();
    await page.getByRole('link', { name: 'Keep it' }).click();
    await page.getByRole('link', { name: 'Disconnect…' }).click();
    await page.getByRole('button', { name: 'Yes, disconnect' }).click();
    await expect(page.getByRole('status')).toHaveText('Disconnected.');
    await expect(page.locator('main')).toContainText('Not connected');
    await expect(page.locator('.log li').first()).toContainText('Disconnected');
    await expect(page.locator('.log li').first()).toContainText('Anna (admin)');
  });

  test('shows a new API key once, and refuses a revoked one immediately', async ({ page, server, request, tenant }) => {
    const requestStatus = async (key: string) =>
      (await request.get(`${server.url}/v1/tenants/${tenant}/external-id`, { headers: { authorization: `Bearer ${key}` } })).status();
    await signIn(page, server, '/dev/keys');
    await page.getByLabel('Name').fill(`billing of ${tenant}`);
    await page.getByRole('button', { name: 'Create key' }).click();
    const key = await page.getByLabel('The new API key').inputValue();
    expect(await requestStatus(key)).toBe(200);
    await page.getByRole('link', { name: 'API keys' }).click();
    await expect(page.getByLabel('The new API key')).toHaveCount(0);
    await page.getByRole('link', { name: `Revoke billing of ${tenant}…` }).click();
    await page.getByRole('button', { name: 'Yes, revoke it' }).click();
    await expect(page.getByRole('status')).toHaveText('The key is revoked.');
    expect(await requestStatus(key)).toBe(401);
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [320, 1024]) {
    test(`every page is accessible and fits, ${colorScheme}, ${width} pixels wide`, async ({ page, server, tenant }) => {
      await connect(page, server, tenant, 'full-access');
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      await signIn(page, server, '/dev/tenants');
      const checkPage = async (what: string) => {
        const overflowing = await page.evaluate(() => {
          const width = document.documentElement.clientWidth;
          const all = [...document.querySelectorAll('body *')].filter((e) => !e.closest('pre'));
          return all.filter((e) => e.getBoundingClientRect().right > width + 1).map((e) => e.outerHTML.slice(0, 120));
        });
        expect(overflowing, what).toEqual([]);
        const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
        expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`), what).toEqual([]);
      };
      await checkPage('tenants');
      for (const path of [
        'tenants?order=name',
        'tenants?q=no-such-tenant',
        'tenants?by=bucket&q=No%20bucket',
        `tenants/${tenant}`,
        `tenants/${tenant}/flows/demo`,
        `tenants/${tenant}/flows/demo/disconnect`,
        `links?tenant=${tenant}`,
        'keys',
        'log',
        'log?kind=theme',
        'settings',
        'looks',
        'flows',
        'flows/demo/history',
        'flows/demo/preview',
        'flows/gone',
      ]) {
        await page.goto(`${server.url}/admin/dev/${path}`);
        await checkPage(path);
      }
      await page.goto(`${server.url}/admin/dev/settings`);
      await page.getByLabel('Origins that are allowed to embed the widget').fill('https://*.acme.com');
      await page.getByRole('button', { name: 'Save' }).first().click();
      await expect(page.getByRole('alert')).toContainText('Not an origin');
      await checkPage('an invalid origin');
      await page.getByLabel('Template URL').fill('https://acme.com/connect.json');
      await page.getByRole('button', { name: 'Save' }).last().click();
      await expect(page.getByRole('alert')).toContainText('from Amazon S3 only');
      await checkPage('a template URL that is not on S3');
      await page.goto(`${server.url}/admin/dev/looks`);
      await page.getByLabel('Accent', { exact: true }).fill('#ffff66');
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByText('legible').or(page.getByText('contrast')).first()).toBeVisible();
      await checkPage('an accent without enough contrast');
      await page.goto(`${server.url}/admin/dev/links`);
      await page.getByLabel('Tenant', { exact: true }).fill('not a tenant');
      await page.getByRole('button', { name: 'Create link' }).click();
      await expect(page.getByRole('alert')).toBeVisible();
      await checkPage('a link for an invalid tenant');
      await page.goto(`${server.url}/admin/dev/keys`);
      await page.getByRole('link', { name: 'Revoke S3_CONNECT_API_KEY…' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toContainText('S3_CONNECT_API_KEY');
      await checkPage('confirm revocation');
      await page.goto(`${server.url}/admin/dev/keys`);
      await page.getByLabel('Name').fill(`key ${tenant}`);
      await page.getByRole('button', { name: 'Create key' }).click();
      await checkPage('a new key');
    });
  }
}
