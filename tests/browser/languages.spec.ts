// The widget in each of its languages: it fits, axe finds nothing, and the script speaks the page's language.

import { AxeBuilder } from '@axe-core/playwright';
import { type Page, expect, test } from './test';

const LANGUAGES = {
  en: { title: 'Connect your S3 bucket', slip: 'the capital letter', connected: 'Everything works', copied: 'copied', offline: 'We could not reach our server' },
  de: { title: 'Verbinden Sie Ihren S3-Bucket', slip: 'den Großbuchstaben', connected: 'Alles funktioniert', copied: 'kopiert', offline: 'Wir konnten unseren Server nicht erreichen' },
  fr: { title: 'Connectez votre compartiment S3', slip: 'la majuscule', connected: 'Tout fonctionne', copied: 'copié', offline: 'Nous n’avons pas pu joindre notre serveur' },
  es: { title: 'Conecte su bucket de S3', slip: 'la mayúscula', connected: 'Todo funciona', copied: 'copiado', offline: 'No pudimos llegar a nuestro servidor' },
  ja: { title: 'S3 バケットを接続する', slip: '大文字', connected: 'すべて正常です', copied: 'コピーしました', offline: '当方のサーバーに接続できない' },
};

async function fits(page: Page, what: string): Promise<void> {
  const out = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const wide = [...document.querySelectorAll('body *')].filter((e) => {
      if (e.closest('pre, .visually-hidden')) return false;
      const { left, right } = e.getBoundingClientRect();
      return right > clientWidth + 1 || left < -1;
    });
    return [...wide.map((e) => e.outerHTML.slice(0, 120)), ...(scrollWidth > clientWidth ? [`${scrollWidth} > ${clientWidth}`] : [])];
  });
  expect(out, what).toEqual([]);
}

async function fine(page: Page, what: string): Promise<void> {
  await fits(page, what);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.target).join('; ')}`);
    expect(found, `${what}, ${colorScheme}`).toEqual([]);
  }
}

for (const [locale, words] of Object.entries(LANGUAGES)) {
  test(`${locale}: 320 pixels are wide enough, from the form to the farewell`, async ({ page, server, tenant }) => {
    test.slow();
    await page.setViewportSize({ width: 320, height: 640 });
    const { url } = await server.session(tenant, { locale });
    const heading = page.getByRole('heading', { level: 1 });
    const save = page.locator('.actions [value=save]');
    const fill = async (sample: { bucket: string; prefix: string; keyId: string; secret: string }) => {
      await page.locator('#f-bucket').fill(sample.bucket);
      await page.locator('#f-path_prefix').fill(sample.prefix);
      await page.locator('#f-aws_access_key_id').fill(sample.keyId);
      await page.locator('#f-aws_secret_access_key').fill(sample.secret);
    };
    await page.goto(url);
    await expect(page.locator('.live')).toHaveAttribute('data-live', 'on');
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    await expect(page).toHaveTitle(words.title);
    await page.locator('[data-mode=keys] .setup > summary').click();
    await fine(page, 'form with keys');
    for (const form of ['cloudformation', 'terraform', 'aws-cli']) {
      await page.locator(`[name="setup.keys"][value=${form}]`).check({ force: true });
      await fits(page, form);
    }
    await page.locator('[name="setup.keys"][value=console]').check({ force: true });
    await page.locator('#access-role').check();
    await page.locator('[data-mode=role] .setup > summary').click();
    await fits(page, 'form with role');
    await page.locator('#access-keys').check();

    // The script's own words, and those it fetched.
    await page.locator('#f-bucket').fill('My-Data');
    await page.locator('#f-path_prefix').focus();
    await expect(page.locator('[id="f-bucket.h"]')).toContainText(words.slip);
    await page.locator('[data-copy=iam-keys]').click();
    await expect(page.locator('#live')).toContainText(words.copied);

    await save.click();
    await expect(page.locator('.summary')).toBeVisible();
    await fits(page, 'errors');
    await fill(server.sample('write-only'));
    await save.click();
    await expect(page.locator('#step-list pre')).toBeVisible();
    await page.locator('#step-list .aws summary').click();
    await fine(page, 'failed check');
    await page.locator('[value=forward]').click();
    await expect(page.locator('#forwarded-link-url')).toBeVisible();
    await fits(page, 'a link to hand on');
    await fill(server.sample('full-access'));
    await save.click();
    await expect(heading).toContainText(words.connected);
    await page.locator('#checks summary').first().click();
    await fine(page, 'connected');
    await page.locator('[value=change]').click();
    await fits(page, 'change');
    await page.locator('.actions [value=open]').click();
    await page.locator('[value=disconnect]').click();
    await expect(page.locator('[value=disconnect-now]')).toBeVisible();
    await fine(page, 'confirmation');
    await page.locator('[value=disconnect-now]').click();
    await fits(page, 'farewell');
    server.expire(tenant);
    await page.goto(url);
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    await fine(page, 'expired');
  });
}

test('the session’s language comes before the browser’s', async ({ browser, server, tenant }) => {
  const context = await browser.newContext({ locale: 'de-AT' });
  const page = await context.newPage();
  await page.goto((await server.session(tenant, { locale: 'ja' })).url);
  await expect(page).toHaveTitle(LANGUAGES.ja.title);
  await page.goto((await server.session(tenant)).url);
  await expect(page).toHaveTitle(LANGUAGES.de.title);
  await page.goto((await server.session(tenant, { locale: 'pt-BR' })).url);
  await expect(page).toHaveTitle(LANGUAGES.de.title);
  await context.close();
});

test('without the fetched words a slip is still told, and so is that the server is out of reach', async ({ page, server, tenant, watch }) => {
  watch.expected.push(/Failed to load resource/, /net::ERR/);
  await page.route('**/words/*', (route) => route.abort());
  await page.goto((await server.session(tenant, { locale: 'de' })).url);
  await expect(page.locator('.live')).toHaveAttribute('data-live', 'on');
  await page.locator('#f-bucket').fill('My-Data');
  await page.locator('#f-path_prefix').focus();
  await expect(page.locator('[id="f-bucket.h"]')).toContainText('Dieser Wert kann nicht stimmen');
  await page.route('**/connect', (route) => route.abort());
  await page.locator('.actions [value=save]').click();
  await expect(page.locator('#checks')).toContainText(LANGUAGES.de.offline);
});
