// The components for React and Vue: in a vendor's page on another origin, on a server, and in a compiler.

import { execFileSync, spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { PACKAGE, events, expect, fillKeys, results, save, test, waitUntilLive, widgetIn } from './vendor';

const MODULES = fileURLToPath(new URL('node_modules', import.meta.url));

/** A page with the component in it. `setProps` changes the properties, and `isShown` is whether it is there at all. */
const SHARED = `
  const fetchSession = () => fetch('/session', { method: 'POST' }).then((answer) => answer.json());
  Object.assign(globalThis, { events: [], otherEvents: [], results: [] });
  globalThis.useOtherCallback = () => setProps({ onEvent: (event) => otherEvents.push(event) });
  const first = { isShown: true, onEvent: (event) => events.push(event), onResult: ({ status }) => results.push(status) };
  document.documentElement.dataset.ready = '';`;

const FRAMEWORKS = {
  React: `
    import { StrictMode, createElement, useState } from 'react';
    import { createRoot } from 'react-dom/client';
    import { S3Connect } from './react.js';
    ${SHARED}
    function App() {
      const [{ isShown, ...props }, change] = useState(first);
      globalThis.setProps = (more) => change((before) => ({ ...before, ...more }));
      return isShown && createElement(S3Connect, { className: 'storage', fetchSession, ...props });
    }
    createRoot(document.querySelector('#place')).render(createElement(StrictMode, null, createElement(App)));`,
  Vue: `
    import { createApp, h, shallowRef } from 'vue';
    import { S3Connect } from './vue.js';
    ${SHARED}
    const props = shallowRef(first);
    globalThis.setProps = (more) => (props.value = { ...props.value, ...more });
    const render = () => {
      const { isShown, ...rest } = props.value;
      return isShown ? h(S3Connect, { class: 'storage', fetchSession, ...rest }) : undefined;
    };
    createApp({ render }).mount('#place');`,
};

/** Bundles a page as a vendor's own build does. In React's development mode, `StrictMode` mounts everything twice. */
async function bundle(source: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: PACKAGE },
    bundle: true,
    format: 'esm',
    write: false,
    nodePaths: [MODULES],
    define: {
      'process.env.NODE_ENV': '"development"',
      __VUE_OPTIONS_API__: 'false',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
  });
  return outputFiles[0].text;
}

for (const [name, source] of Object.entries(FRAMEWORKS)) {
  test(`${name}: shows one widget, keeps it while callbacks change, and reports one result`, async ({ page, server, vendor }) => {
    vendor.scripts.component = await bundle(source);
    await vendor.open(page, '/component');
    const frames = page.locator('iframe');
    const widget = widgetIn(page);
    const setProps = (props: object) => page.evaluate((more) => (globalThis as any).setProps(more), props);
    await waitUntilLive(widget);
    await expect(frames).toHaveCount(1);
    await expect(page.locator('#place .storage')).toHaveCount(1);
    expect(vendor.sessions).toBe(1);
    await expect.poll(() => events(page)).toEqual([{ type: 'opened' }]);

    // What was typed stays: the widget is not opened again.
    await fillKeys(widget, server, 'write-only');
    await page.evaluate(() => (globalThis as any).useOtherCallback());
    await save(widget);
    await expect(widget.locator('.verdict.failed')).toBeVisible();
    const heardByOther = () => page.evaluate(() => (globalThis as any).otherEvents.map(({ type }: { type: string }) => type).filter((type: string) => type !== 'resized'));
    await expect.poll(heardByOther).toEqual(['check-finished']);
    expect(await events(page)).toEqual([{ type: 'opened' }]);

    // Another appearance opens it again. An equal one does not.
    await setProps({ appearance: { scheme: 'dark' } });
    await expect(widget.locator('html')).toHaveCSS('color-scheme', 'dark');
    await waitUntilLive(widget);
    await setProps({ appearance: { scheme: 'dark' } });
    await expect(frames).toHaveCount(1);
    expect(vendor.sessions).toBe(2);
    expect(await results(page)).toEqual([]);

    await fillKeys(widget, server, 'full-access');
    await save(widget);
    await expect.poll(() => results(page)).toEqual(['connected']);

    // It is removed, and shown again.
    await setProps({ isShown: false });
    await expect(frames).toHaveCount(0);
    await setProps({ isShown: true });
    await expect(widget.getByRole('heading', { name: 'Connected' })).toBeVisible();
    await expect(frames).toHaveCount(1);
    expect(vendor.sessions).toBe(3);
    expect(await results(page)).toEqual(['connected']);
  });
}

/** Runs `use` in a folder with the package and the frameworks, as npm would install them. */
async function withInstalledPackage(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 's3-connect-package-'));
  try {
    const modules = join(folder, 'node_modules');
    await mkdir(modules);
    await cp(PACKAGE, join(modules, 's3-connect-embed'), { recursive: true });
    for (const name of ['react', 'react-dom', 'vue', '@types']) await symlink(join(MODULES, name), join(modules, name));
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test('all modules can be imported on a server, and render an empty place there', async () => {
  await withInstalledPackage(async (folder) => {
    const script = `
      import { createElement } from 'react';
      import { renderToString } from 'react-dom/server';
      import { createSSRApp } from 'vue';
      import { renderToString as renderVue } from 'vue/server-renderer';
      import { connect } from 's3-connect-embed';
      import { S3Connect } from 's3-connect-embed/react';
      import { S3Connect as S3ConnectOfVue } from 's3-connect-embed/vue';
      const fetchSession = () => { throw new Error('a server shows no widget'); };
      console.log(typeof window, typeof connect);
      console.log(renderToString(createElement(S3Connect, { fetchSession, className: 'storage' })));
      console.log(await renderVue(createSSRApp(S3ConnectOfVue, { fetchSession, class: 'storage' })));`;
    const output = execFileSync('node', ['--input-type=module', '-e', script], { cwd: folder });
    expect(output.toString().trim().split('\n')).toEqual(['undefined function', '<div class="storage"></div>', '<div class="storage"></div>']);
  });
});

test('the types accept what the documentation shows, and nothing else', async () => {
  await withInstalledPackage(async (folder) => {
    await writeFile(
      join(folder, 'app.ts'),
      `
      import { createElement } from 'react';
      import { h } from 'vue';
      import { type ConnectResult, connect } from 's3-connect-embed';
      import { S3Connect } from 's3-connect-embed/react';
      import { S3Connect as S3ConnectOfVue } from 's3-connect-embed/vue';
      const fetchSession = async ({ locale }: { locale?: string }) => ({ url: 'https://connect.example.com/connect?token=' + locale });
      const call = connect({ fetchSession, appearance: { heading: false, scheme: 'auto', accent: '#0b5cd6' } });
      call.close();
      export const status: 'connected' | 'closed' | 'error' = (await call).status;
      document.createElement('s3-connect').fetchSession = fetchSession;
      const onResult = (result: ConnectResult) => console.log(result.status);
      createElement(S3Connect, { fetchSession, onResult, onEvent: (event) => event.type === 'resized' && event.height, className: 'a' });
      h(S3ConnectOfVue, { fetchSession, onResult, appearance: { scheme: 'dark' } });
      // @ts-expect-error There is no such scheme.
      connect({ fetchSession, appearance: { scheme: 'blue' } });
      // @ts-expect-error The widget can't do without it.
      createElement(S3Connect, { onResult });
      `,
    );
    const options = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext', '--lib', 'es2022,dom,dom.iterable'];
    const { stdout } = spawnSync(join(MODULES, '.bin/tsc'), [...options, 'app.ts'], { cwd: folder, encoding: 'utf8' });
    expect(stdout).toBe('');
  });
});
