// The widget in each of its languages: it fits, it is accessible, and the script uses the page's language.

import { AxeBuilder } from '@axe-core/playwright';
import { type Page, expect, test } from './fixtures';

const LOCALES = {
  en: { title: 'Connect your S3 bucket', mistake: 'the capital letter', connected: 'Everything works', copied: 'copied', offline: 'We couldn’t reach our server' },
  de: { title: 'Verbinden Sie Ihren S3-Bucket', mistake: 'den Großbuchstaben', connected: 'Alles funktioniert', copied: 'kopiert', offline: 'Wir konnten unseren Server nicht erreichen' },
  fr: { title: 'Connectez votre compartiment S3', mistake: 'la majuscule', connected: 'Tout fonctionne', copied: 'copié', offline: 'Nous n’avons pas pu joindre notre serveur' },
  es: { title: 'Conecte su bucket de S3', mistake: 'la mayúscula', connected: 'Todo funciona', copied: 'copiado', offline: 'No pudimos conectar con nuestro servidor' },
  ja: { title: 'S3 バケットを接続する', mistake: '大文字', connected: 'すべて正常です', copied: 'コピーしました', offline: '当方のサーバーに接続できない' },
};

async function expectNoOverflow(page: Page, what: string): Promise<void> {
  const overflow = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const overflowing = [...document.querySelectorAll('body *')].filter((e) => {
      if (e.closest('pre, .visually-hidden')) return false;
      const { left, right } = e.getBoundingClientRect();
      return right > clientWidth + 1 || left < -1;
    });
    return [...overflowing.map((e) => e.outerHTML.slice(0, 120)), ...(scrollWidth > clientWidth ? [`${scrollWidth} > ${clientWidth}`] : [])];
  });
  expect(overflow, what).toEqual([]);
}

async function expectAccessible(page: Page, what: string): Promise<void> {
  await expectNoOverflow(page, what);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.target).join('; ')}`);
    expect(found, `${what}, ${colorScheme}`).toEqual([]);
  }
}

for (const [locale, texts] of Object.entries(LOCALES)) {
  test(`${locale}: every page fits into 320 pixels and is accessible`, async ({ page, server, tenant }) => {
    test.slow();
    await page.setViewportSize({ width: 320, height: 640 });
    const { url } = await server.session(tenant, { locale });
    const heading = page.getByRole('heading', { level: 1 });
    const save = page.locator('#connect button.primary:visible');
    const fill = async (sample: { bucket: string; prefix: string; keyId: string; secret: string }) => {
      await page.locator('#f-bucket').fill(sample.bucket);
      await page.locator('#f-path_prefix').fill(sample.prefix);
      await page.locator('#f-aws_access_key_id').fill(sample.keyId);
      await page.locator('#f-aws_secret_access_key').fill(sample.secret);
    };
    await page.goto(url);
    await expect(page.locator('.live')).toHaveAttribute('data-live', 'on');
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    await expect(page).toHaveTitle(texts.title);
    await expectAccessible(page, 'form with role');
    await page.locator('.variables summary').click();
    await expectNoOverflow(page, 'variables');
    await page.locator('#access-keys').check();
    await expectAccessible(page, 'form with keys');
    for (const form of ['cloudformation', 'terraform', 'aws-cli']) {
      await page.locator(`[name="setup.keys"][value=${form}]`).check({ force: true });
      await expectNoOverflow(page, form);
    }
    await page.locator('[name="setup.keys"][value=console]').check({ force: true });
    await expectNoOverflow(page, 'console');

    // A message that the script fetches, and one from an attribute of the page.
    await page.locator('#f-bucket').fill('My-Data');
    await page.locator('#f-path_prefix').focus();
    await expect(page.locator('[id="f-bucket.h"]')).toContainText(texts.mistake);
    await page.locator('[data-copy=iam-keys]').click();
    await expect(page.locator('#live')).toContainText(texts.copied);

    await save.click();
    await expect(page.locator('.summary')).toBeVisible();
    await expectNoOverflow(page, 'errors');
    await fill(server.sample('write-only'));
    await save.click();
    await expect(page.locator('#step-list pre')).toBeVisible();
    await page.locator('#step-list .aws summary').click();
    await expectAccessible(page, 'failed check');
    await page.locator('[value=forward]').click();
    await expect(page.locator('#forwarded-link-url')).toBeVisible();
    await expectNoOverflow(page, 'forwarded link');
    await fill(server.sample('full-access'));
    await save.click();
    await expect(heading).toContainText(texts.connected);
    await page.locator('#checks summary').first().click();
    await expectAccessible(page, 'connected');
    await page.locator('[value=change]').click();
    // While the page loads, it can be measured before its style sheet applies.
    await expect(page.locator('.live')).toHaveAttribute('data-live', 'on');
    await expectNoOverflow(page, 'change');
    await page.locator('.actions [value=open]').click();
    await page.locator('[value=disconnect]').click();
    await expect(page.locator('[value=disconnect-now]')).toBeVisible();
    await expectAccessible(page, 'confirmation');
    await page.locator('[value=disconnect-now]').click();
    await expectNoOverflow(page, 'disconnected');
    server.expireLinks(tenant);
    await page.goto(url);
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    await expectAccessible(page, 'expired');
  });
}

test('the locale of the session comes before that of the browser', async ({ browser, server, tenant }) => {
  const context = await browser.newContext({ locale: 'de-AT' });
  const page = await context.newPage();
  await page.goto((await server.session(tenant, { locale: 'ja' })).url);
  await expect(page).toHaveTitle(LOCALES.ja.title);
  await page.goto((await server.session(tenant)).url);
  await expect(page).toHaveTitle(LOCALES.de.title);
  await context.close();
});

test('still reports a mistake and an unreachable server if the messages cannot be fetched', async ({ page, server, tenant, watch }) => {
  watch.expected.push(/Failed to load resource/, /net::ERR/);
  await page.route('**/messages/*', (route) => route.abort());
  await page.goto((await server.session(tenant, { locale: 'de' })).url);
  await expect(page.locator('.live')).toHaveAttribute('data-live', 'on');
  await page.locator('#f-bucket').fill('My-Data');
  await page.locator('#f-path_prefix').focus();
  await expect(page.locator('[id="f-bucket.h"]')).toContainText('Dieser Wert kann nicht stimmen');
  await page.route('**/connect', (route) => route.abort());
  await page.locator('.actions [value=save]').click();
  await expect(page.locator('#checks')).toContainText(LOCALES.de.offline);
});
