// The main path in Firefox ESR and in WebKitGTK: open, fill in, fail, mend, connect. And the widget in another site's page.

import { type BrowserPage, startFirefox, startWebKit } from './browsers';
import type { Sample } from './server';
import { expect, test as base } from './vendor';

const BROWSERS = {
  'Firefox ESR': startFirefox,
  WebKitGTK: () => startWebKit(),
  'WebKitGTK without scripts': () => startWebKit('--enable-javascript=false'),
};

const test = base.extend<{ browserTitle: keyof typeof BROWSERS; browserPage: BrowserPage }>({
  browserTitle: ['Firefox ESR', { option: true }],
  browserPage: async ({ browserTitle }, use) => {
    const page = await BROWSERS[browserTitle]();
    await use(page);
    await page.close();
  },
});

for (const browserTitle of Object.keys(BROWSERS) as (keyof typeof BROWSERS)[]) {
  test.describe(browserTitle, () => {
    test.use({ browserTitle });

    test('a check fails, and connects once the keys are right', async ({ browserPage: page, server, tenant }) => {
      const text = (selector: string) => expect.poll(() => page.text(selector), { message: selector, timeout: 30_000 });
      const fillKeys = async (sample: Sample) => {
        await page.fill('[name=aws_access_key_id]', sample.keyId);
        await page.fill('[name=aws_secret_access_key]', sample.secret);
      };
      const hasScripts = browserTitle !== 'WebKitGTK without scripts';
      const sample = server.sample('full-access');

      await page.open((await server.session(tenant)).url);
      await text(hasScripts ? '.live[data-live=on] h1' : 'h1').not.toBe('');
      await page.click('[for=access-keys]');
      await page.fill('[name=bucket]', sample.bucket);
      await page.fill('[name=path_prefix]', sample.prefix);
      if (hasScripts) await text('.sentence').toContain(`${sample.bucket}/${sample.prefix}`);
      else await text('.sentence').not.toContain(sample.bucket);

      // The flow reads and writes, and these keys can only read.
      await fillKeys(server.sample('read-only'));
      await page.click('.actions [value=save]');
      await text('#step-put .failed').toContain('s3:PutObject');
      await text('.verdict.failed').not.toBe('');

      await fillKeys(sample);
      await page.click('.verdict button');
      await text('h1').toContain('Connected');
      await text('.facts').toContain(sample.keyId);
      expect(server.crash).toBeUndefined();
    });
  });
}

for (const browserTitle of ['Firefox ESR', 'WebKitGTK'] as const) {
  test.describe(`${browserTitle}, in a page of another origin`, () => {
    test.use({ browserTitle });

    test('the widget opens in a dialog and in the page, under a strict policy, and closes', async ({ browserPage: page, server, vendor }) => {
      vendor.headers = {
        'content-security-policy': `default-src 'self'; script-src 'self' ${server.url}; frame-src ${server.url}`,
        'cross-origin-embedder-policy': 'require-corp',
      };
      // The page shows what it hears, because these drivers see no script of the page.
      vendor.scripts.page = `
        import { connect } from '${server.url}/embed.js';
        const fetchSession = () => fetch('/session', { method: 'POST' }).then((answer) => answer.json());
        const place = document.querySelector('#place');
        const log = document.querySelector('h1');
        const show = (text) => (log.textContent += ' ' + text);
        const open = (mount) => {
          const call = connect({
            fetchSession,
            mount,
            appearance: { scheme: 'dark', accent: '#ffcc00' },
            onEvent: ({ type, height }) => {
              if (type === 'resized') return height > 100 && call.close();
              show(type);
            },
          });
          return call;
        };
        document.querySelector('#open').onclick = async () => {
          show((await open()).status);
          show((await open(place)).status);
          // The last event comes in a microtask of its own.
          setTimeout(() => show(place.childElementCount));
        };`;
      await page.open(`${vendor.origin}/`);
      await expect.poll(() => page.text('h1')).toBe('Vendor');
      await page.click('#open');
      await expect.poll(() => page.text('h1'), { timeout: 30_000 }).toBe('Vendor opened closed closed opened closed closed 0');
      expect(vendor.sessions).toBe(2);
      expect(server.crash).toBeUndefined();
    });
  });
}
