// The widget in a vendor's page on another origin.

import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { freePorts, pause, stopProcess } from './server';
import { PACKAGE, events, expect, fillKeys, results, save, test, waitUntilLive, widgetIn } from './vendor';

test('connects in a dialog, which closes by itself and gives the focus back', async ({ page, server, tenant, vendor }) => {
  const [keys, role] = [{ aws_access_key_id: {}, aws_secret_access_key: {} }, { aws_external_id: {}, aws_role_arn: {} }];
  await server.putFlow('read-only', 'read', { bucket: {}, path_prefix: { required: false }, ...keys, ...role });
  vendor.flow = 'read-only';
  await vendor.open(page);
  await page.locator('#open').focus();
  await page.keyboard.press('Enter');
  const widget = widgetIn(page);
  await waitUntilLive(widget);
  await expect(page.locator('iframe')).toHaveAttribute('title', /S3/);
  await fillKeys(widget, server, 'write-only');
  await save(widget);
  await expect(widget.locator('.verdict.failed')).toBeVisible();
  await expect.poll(() => events(page)).toEqual([{ type: 'opened' }, { type: 'check-finished', outcome: 'failed' }]);
  // Nothing to warn of: the user is allowed no more than the flow needs, and no other tenant uses the folder.
  await fillKeys(widget, server, 'read-only', { prefix: `${tenant}/` });
  await save(widget);
  await expect(page.locator('iframe')).toHaveCount(0);
  expect(await results(page)).toEqual(['connected']);
  expect((await events(page)).slice(2)).toEqual([{ type: 'check-finished', outcome: 'passed' }, { type: 'connected' }, { type: 'closed' }]);
  await expect(page.locator('#open')).toBeFocused();
  expect(vendor.sessions).toBe(1);
});

test('stays open after the connection if there is something to read, and reports a disconnect', async ({ page, server, vendor }) => {
  await vendor.open(page);
  await page.locator('#open').click();
  const widget = widgetIn(page);
  await waitUntilLive(widget);
  // This user can't delete the file of the check.
  await fillKeys(widget, server, 'incoming-only');
  await save(widget);
  await expect(widget.getByText('left one small file behind')).toBeVisible();
  await expect.poll(() => results(page)).toEqual(['connected']);
  await widget.getByRole('button', { name: 'Disconnect…' }).click();
  await widget.getByRole('button', { name: 'Yes, disconnect' }).click();
  await expect.poll(async () => (await events(page)).at(-1)).toEqual({ type: 'disconnected' });
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(page.locator('iframe')).toHaveCount(0);
  expect(await results(page)).toEqual(['connected']);
});

test('asks before it closes if something typed would be lost, and opens again', async ({ page, vendor }) => {
  await vendor.open(page);
  await page.locator('#open').click();
  const widget = widgetIn(page);
  await waitUntilLive(widget);
  const question = widget.getByRole('dialog', { name: 'Close without saving?' });
  await widget.getByLabel('Bucket', { exact: true }).fill('typed');
  await page.keyboard.press('Escape');
  await expect(question).toBeVisible();
  await expect(widget.getByRole('button', { name: 'Keep editing' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(question).toBeHidden();
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(question).toBeVisible();
  await widget.getByRole('button', { name: 'Close' }).click();
  await expect(page.locator('iframe')).toHaveCount(0);
  await expect(page.locator('#open')).toBeFocused();

  await page.locator('#open').click();
  await waitUntilLive(widget);
  await expect(widget.getByLabel('Bucket', { exact: true })).toHaveValue('');
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(page.locator('iframe')).toHaveCount(0);
  expect(await results(page)).toEqual(['closed', 'closed']);
});

test('closes at any moment without a question when the page says so', async ({ page, vendor }) => {
  await vendor.open(page);
  const atOnce = await page.evaluate(async () => {
    const { start } = globalThis as any;
    // React's strict mode does this: it opens, closes and opens again.
    const first = start();
    first.close();
    const second = start();
    return { differ: first !== second, first: await first };
  });
  expect(atOnce).toEqual({ differ: true, first: { status: 'closed' } });
  await waitUntilLive(widgetIn(page));
  expect(vendor.sessions).toBe(1);
  await widgetIn(page).getByLabel('Bucket', { exact: true }).fill('typed');
  await page.evaluate(() => (globalThis as any).start().close());
  await expect(page.locator('iframe')).toHaveCount(0);
  await page.evaluate(() => (globalThis as any).start().close());
  expect((await events(page)).filter(({ type }) => type === 'closed')).toHaveLength(3);
});

test('opens once, however often it is asked and however often the script is loaded', async ({ page, server, vendor }) => {
  await vendor.open(page);
  const same = await page.evaluate(async (url) => {
    const { start, fetchSession } = globalThis as any;
    const copy = await import(`${url}/embed.js?copy`);
    const call = start();
    return call === start() && call === copy.connect({ fetchSession });
  }, server.url);
  expect(same).toBe(true);
  await waitUntilLive(widgetIn(page));
  await expect(page.locator('iframe')).toHaveCount(1);
  expect(vendor.sessions).toBe(1);
});

test('opens again after the page has removed the widget', async ({ page, vendor }) => {
  await vendor.open(page);
  const first = await page.evaluateHandle(() => {
    const place = document.querySelector('#place')!;
    return { call: (globalThis as any).start({ mount: place }), place };
  });
  await waitUntilLive(widgetIn(page));
  const status = await first.evaluate(async ({ call, place }) => {
    place.replaceChildren();
    const again = (globalThis as any).start({ mount: place });
    if (again === call) throw new Error('the call that was removed came back');
    return (await call).status;
  });
  expect(status).toBe('closed');
  await waitUntilLive(widgetIn(page));
  await expect(page.locator('iframe')).toHaveCount(1);
  expect(vendor.sessions).toBe(2);
});

test('grows with its content in the page, and has no scroll bar of its own', async ({ page, vendor }) => {
  await vendor.open(page);
  await page.evaluate(() => void (globalThis as any).start({ mount: document.querySelector('#place'), appearance: { heading: false } }));
  const widget = widgetIn(page);
  await waitUntilLive(widget);
  await expect(widget.getByRole('heading', { level: 1 })).toHaveCSS('clip-path', 'none');
  await expect(widget.locator('.intro')).toHaveCSS('width', '1px');
  const heights = () => widget.locator('html').evaluate((root) => [root.scrollHeight, innerHeight]);
  const fits = async () => {
    const [content, frame] = await heights();
    return content === frame;
  };
  await expect.poll(fits).toBe(true);
  // It has not taken the focus.
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
  const [before] = await heights();
  await widget.getByText('Insert a variable').click();
  await expect.poll(async () => (await heights())[0]).toBeGreaterThan(before);
  await expect.poll(fits).toBe(true);
});

test('has the scheme and the accent that the page asks for, after a form was posted and after a reload too', async ({ page, server, vendor, watch }) => {
  // Without the script of the widget, its form is posted as a whole.
  await page.route('**/pkg/*.js', (route) => route.abort());
  watch.expected.push(/ERR_FAILED/, /Failed to fetch dynamically imported module/);
  await vendor.open(page);
  const open = () => page.evaluate(() => void ((globalThis as any).call = (globalThis as any).start({ appearance: { scheme: 'dark', accent: '#A3195B' } })));
  await open();
  const widget = widgetIn(page);
  const isDark = async () => {
    await expect(widget.locator('html')).toHaveCSS('color-scheme', 'dark');
    await expect(page.locator('dialog')).toHaveCSS('color-scheme', 'dark');
    // The accent itself is too dark to read on a dark page.
    await expect.poll(() => widget.locator('html').evaluate((root) => getComputedStyle(root).getPropertyValue('--accent'))).toMatch(/^light-dark\(#a3195b, ?#(?!a3195b)/);
    const { violations } = await new AxeBuilder({ page }).withRules(['color-contrast']).analyze();
    expect(violations).toEqual([]);
  };
  await isDark();
  await fillKeys(widget, server, 'write-only');
  await save(widget);
  await expect(widget.locator('.verdict.failed')).toBeVisible();
  const checks = async () => (await events(page)).filter(({ type }) => type === 'check-finished');
  await expect.poll(checks).toEqual([{ type: 'check-finished', outcome: 'failed' }]);
  await isDark();
  // The browser posts the form again, which is another check.
  await widget.locator('html').evaluate(() => location.reload());
  await expect.poll(async () => (await checks()).length).toBe(2);
  await isDark();
  // The form that is opened again shows the same result, which is no news.
  await page.evaluate(() => (globalThis as any).call.close());
  await open();
  await expect(widget.locator('.verdict.failed')).toBeVisible();
  await isDark();
  expect(await checks()).toHaveLength(2);
});

test('takes an accent for a colour or for nothing, and follows the device if the page says so', async ({ page, vendor }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await vendor.open(page);
  const ownAccent = 'light-dark(#0b5cd6';
  const cases = [
    [{ scheme: 'auto', accent: 'red' }, ownAccent, 'light dark'],
    [{ accent: '#fff;} html { display: none }' }, ownAccent, 'light dark'],
    [{ accent: '#ffcc00/../../embed.js?' }, ownAccent, 'light dark'],
    [{ scheme: 'light', accent: '#123456' }, 'light-dark(#123456', 'light'],
  ] as const;
  for (const [appearance, accent, scheme] of cases) {
    await page.evaluate((options) => void ((globalThis as any).call = (globalThis as any).start(options)), { appearance });
    const widget = widgetIn(page);
    await waitUntilLive(widget);
    const [found, ink] = await widget.locator('html').evaluate((root) => {
      const { colorScheme } = getComputedStyle(root);
      return [colorScheme, getComputedStyle(root).getPropertyValue('--accent')];
    });
    expect([found, ink.startsWith(accent)], JSON.stringify(appearance)).toEqual([scheme, true]);
    await page.evaluate(() => (globalThis as any).call.close());
    await expect(page.locator('iframe')).toHaveCount(0);
  }
});

test('works under a strict policy and isolated from other origins', async ({ page, server, vendor }) => {
  vendor.headers = {
    'content-security-policy': `default-src 'self'; script-src 'self' ${server.url}; frame-src ${server.url}`,
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-opener-policy': 'same-origin',
  };
  await vendor.open(page);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await page.locator('#open').click();
  const widget = widgetIn(page);
  await waitUntilLive(widget);
  await expect(page.locator('dialog')).toHaveCSS('border-top-left-radius', '12px');
  await fillKeys(widget, server, 'full-access');
  await save(widget);
  await expect.poll(() => results(page)).toEqual(['connected']);
});

test('works in a sandboxed frame', async ({ page, vendor }) => {
  await vendor.open(page, '/frame');
  const app = page.frameLocator('iframe[title="App"]');
  await app.locator('#open').click();
  await waitUntilLive(widgetIn(app));
  await widgetIn(app).getByLabel('Bucket', { exact: true }).press('Escape');
  await expect(app.locator('iframe')).toHaveCount(0);
});

test('refuses a page of another origin', async ({ page, vendor, watch }) => {
  watch.expected.push(/frame-ancestors/, /Framing/);
  vendor.sessionOrigin = 'https://app.acme.com';
  await vendor.open(page);
  const result = await page.evaluate(async () => {
    const { status, error } = await (globalThis as any).start();
    return [status, error.message];
  });
  expect(result).toEqual(['error', expect.stringContaining(`Is ${vendor.origin} the session's origin?`)]);
  await expect(page.locator('iframe')).toHaveCount(0);
});

test('sends its port to the origin of the session only', async ({ page, server, vendor, watch }) => {
  watch.expected.push(/target origin/);
  // A page of the server's own origin is allowed to frame the widget, but is not the origin of this session.
  const { url } = await vendor.session();
  await page.route(`${server.url}/elsewhere`, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Elsewhere</title>' }));
  await page.goto(`${server.url}/elsewhere`);
  const heard = await page.evaluate(async (address) => {
    const messages: unknown[] = [];
    addEventListener('message', ({ data }) => messages.push(data));
    const frame = document.createElement('iframe');
    frame.src = address;
    await new Promise((loaded) => {
      frame.onload = loaded;
      document.body.append(frame);
    });
    await new Promise((later) => setTimeout(later, 500));
    return messages;
  }, url);
  expect(heard).toEqual([]);
  await expect(page.frameLocator('iframe').getByRole('heading', { level: 1 })).toBeVisible();
});

test('ignores messages from anybody but its frame', async ({ page, vendor }) => {
  await vendor.open(page);
  await page.locator('#open').click();
  await waitUntilLive(widgetIn(page));
  const { url } = await vendor.session();
  await page.evaluate(async (address) => {
    const forge = (target: Window) => {
      const { port1, port2 } = new MessageChannel();
      target.postMessage('s3-connect', '*', [port2]);
      port1.postMessage({ type: 'connected' });
      port1.postMessage({ type: 'closed' });
    };
    forge(window);
    // A page of the right origin in another frame.
    const frame = document.createElement('iframe');
    frame.src = address;
    frame.title = 'Another';
    document.body.append(frame);
    await new Promise((loaded) => (frame.onload = loaded));
    // To the widget itself, which takes no message.
    forge(document.querySelector('body > div')!.shadowRoot!.querySelector('iframe')!.contentWindow!);
    forge(frame.contentWindow!);
    await new Promise((later) => setTimeout(later, 500));
  }, url);
  expect(await events(page)).toEqual([{ type: 'opened' }]);
  expect(await results(page)).toEqual([]);
  await expect(page.locator('iframe[name^="s3-connect"]')).toHaveCount(1);
});

test('refuses a form whose link has expired meanwhile, and returns an error', async ({ page, server, vendor }) => {
  await vendor.open(page);
  await page.locator('#open').click();
  const widget = widgetIn(page);
  await waitUntilLive(widget);
  await fillKeys(widget, server, 'full-access');
  server.expireLinks(vendor.tenant);
  await save(widget);
  await expect(widget.getByRole('heading', { level: 1 })).toContainText('expired');
  await page.getByRole('button', { name: 'Close' }).click();
  await expect.poll(() => results(page)).toEqual(['error']);
  expect((await events(page)).map(({ type }) => type)).toEqual(['opened', 'closed']);
});

test('says that a link has expired, and returns an error', async ({ page, server, vendor }) => {
  await vendor.open(page);
  const { url } = await vendor.session();
  server.expireLinks(vendor.tenant);
  await page.evaluate((address) => void (globalThis as any).start({ fetchSession: async () => ({ url: address }) }), url);
  await expect(widgetIn(page).getByRole('heading', { level: 1 })).toContainText('expired');
  await page.getByRole('button', { name: 'Close' }).click();
  await expect.poll(() => results(page)).toEqual(['error']);
});

test('returns the error of the back end', async ({ page, vendor }) => {
  await vendor.open(page);
  const statuses = await page.evaluate(async () => {
    const { start } = globalThis as any;
    const answers = [() => Promise.reject(new Error('down')), async () => ({}), async () => ({ url: 'javascript:alert(1)' })];
    const found = [];
    for (const fetchSession of answers) found.push((await start({ fetchSession })).status);
    return found;
  });
  expect(statuses).toEqual(['error', 'error', 'error']);
  await expect(page.locator('iframe')).toHaveCount(0);
});

test('the dialog is accessible, and the keyboard goes in and comes back', async ({ page, vendor }) => {
  await vendor.open(page);
  await page.locator('#open').focus();
  await page.keyboard.press('Enter');
  const widget = widgetIn(page);
  await waitUntilLive(widget);
  await page.keyboard.press('Tab');
  await expect(widget.locator(':focus')).toHaveCount(1);
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('button', { name: 'Close' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(widget.locator(':focus')).toHaveCount(1);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join()}`), colorScheme).toEqual([]);
  }
  await page.keyboard.press('Escape');
  await expect(page.locator('iframe')).toHaveCount(0);
  await expect(page.locator('#open')).toBeFocused();
});

test('fills a narrow screen', async ({ page, vendor }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await vendor.open(page);
  await page.locator('#open').click();
  await waitUntilLive(widgetIn(page));
  expect(await page.locator('dialog').boundingBox()).toEqual({ x: 0, y: 0, width: 320, height: 640 });
  expect(await widgetIn(page).locator('html').evaluate((root) => root.scrollWidth <= innerWidth)).toBe(true);
  const { height } = (await page.locator('iframe').boundingBox())!;
  expect(height).toBe(640 - 44);
});

test('is an element, which opens when it is added and closes when it is removed', async ({ page, vendor }) => {
  await vendor.open(page);
  await page.evaluate(() => {
    const element = document.createElement('s3-connect');
    element.setAttribute('session-url', '/session');
    for (const type of ['opened', 'closed']) element.addEventListener(type, (event) => (globalThis as any).events.push({ type: event.type }));
    element.addEventListener('result', (event) => (globalThis as any).results.push((event as CustomEvent).detail.status));
    document.querySelector('#place')!.append(element);
  });
  await waitUntilLive(widgetIn(page));
  await page.evaluate(() => document.querySelector('s3-connect')!.remove());
  await expect.poll(() => events(page)).toEqual([{ type: 'opened' }, { type: 'closed' }]);
  expect(await results(page)).toEqual(['closed']);
  // A frame that was moved is empty in some libraries. This one opens again.
  await page.evaluate(() => {
    const element = Object.assign(document.createElement('s3-connect'), { fetchSession: (globalThis as any).fetchSession });
    document.querySelector('#place')!.append(element);
    document.querySelector('main')!.append(element);
  });
  await waitUntilLive(widgetIn(page));
  await expect(page.locator('iframe')).toHaveCount(1);
  expect(vendor.sessions).toBe(2);
});

test('the package can be imported on a server, and holds only what it needs', () => {
  const script = `
    const { connect } = await import(${JSON.stringify(join(PACKAGE, 'embed.js'))});
    const { status } = await connect({ fetchSession: async () => ({ url: 'https://connect.example.com/connect?token=t' }) });
    console.log(typeof window, status);`;
  expect(execFileSync('node', ['--input-type=module', '-e', script]).toString().trim()).toBe('undefined error');
  const [{ files }] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json'], { cwd: PACKAGE, stdio: ['ignore', 'pipe', 'ignore'] }).toString());
  const sources = ['embed.d.ts', 'embed.js', 'package.json', 'react.d.ts', 'react.js', 'vue.d.ts', 'vue.js'];
  const names = files.map(({ path }: { path: string }) => path).filter((path: string) => !/^(LICENSE|README)/.test(path));
  expect(names.sort()).toEqual(sources);
});

test('the demo app connects in all three ways', async ({ page, server, watch }) => {
  const [port] = await freePorts(1);
  const address = `127.0.0.1:${port}`;
  watch.hosts.push(address);
  const demo = spawn('node', [join(PACKAGE, 'demo/server.mjs')], {
    stdio: 'inherit',
    env: { PATH: process.env.PATH, S3_CONNECT_URL: server.url, S3_CONNECT_API_KEY: server.apiKey, DEMO_ADDR: address },
  });
  try {
    const deadline = Date.now() + 10_000;
    while (!(await fetch(`http://${address}`).catch(() => undefined))?.ok) await pause(deadline, 'the demo app');
    await page.goto(`http://${address}`);
    const status = page.getByRole('status');
    await page.getByRole('button', { name: 'Connect a bucket' }).click();
    await waitUntilLive(widgetIn(page));
    await fillKeys(widgetIn(page), server, 'full-access');
    await save(widgetIn(page));
    await expect(status).toHaveText('connected');
    // There is a warning to read, so the dialog is still open.
    await page.getByRole('button', { name: 'Close' }).click();
    for (const [before, name] of ['Show it here', 'Add <s3-connect>'].entries()) {
      await page.getByRole('button', { name }).click();
      await expect(page.locator('iframe')).toHaveCount(before + 1);
      await expect(widgetIn(page).last().getByRole('heading', { name: 'Connected' })).toBeVisible();
    }
    const stranger = await fetch(`http://${address}/api/s3-session`, { method: 'POST', headers: { origin: 'https://evil.example' } });
    expect(stranger.status).toBe(403);
  } finally {
    await stopProcess(demo);
  }
});

test('the code in the documentation is that of the demo app', () => {
  const page = readFileSync(join(PACKAGE, '../../docs/embedding.md'), 'utf8');
  const blocks = [...page.matchAll(/<!-- app\/embed\/(\S+) -->\n```js\n(.*?)```/gs)];
  expect(blocks).toHaveLength(2);
  for (const [, file, code] of blocks) expect(readFileSync(join(PACKAGE, file), 'utf8')).toContain(code);
});
