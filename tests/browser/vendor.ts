// A vendor's app on another origin, whose page shows the widget.

import { type Server as HttpServer, createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { FrameLocator } from '@playwright/test';
import { type Page, expect, test as base } from './fixtures';
import { type Server, freePorts } from './server';

/** The folder of the npm package. */
export const PACKAGE = fileURLToPath(new URL('../../app/embed', import.meta.url));

export interface ConnectEvent {
  type: string;
  outcome?: string;
}

/** A vendor's app, with a page that shows the widget and a back end that creates sessions. */
export class Vendor {
  /** Headers of every page. */
  headers: Record<string, string> = {};
  /** The origin that sessions are for. */
  sessionOrigin: string;
  flow = 'demo';
  sessions = 0;
  /** Scripts that take the place of the page's own. The page at `/react` runs the script `react`. */
  scripts: Record<string, string> = {};
  #http!: HttpServer;

  private constructor(
    readonly server: Server,
    readonly tenant: string,
    readonly origin: string,
  ) {
    this.sessionOrigin = origin;
  }

  static async start(server: Server, tenant: string): Promise<Vendor> {
    const [port] = await freePorts(1);
    const vendor = new Vendor(server, tenant, `http://127.0.0.1:${port}`);
    vendor.#http = createServer(async (request, response) => {
      const send = (type: string, body: string) => response.writeHead(200, { 'content-type': type, ...vendor.headers }).end(body);
      const path = request.url ?? '/';
      if (path === '/session') return send('application/json', JSON.stringify(await vendor.session()));
      if (path.endsWith('.js')) return send('text/javascript', vendor.scripts[path.slice(1, -3)] ?? vendor.#script);
      if (path === '/frame') return send('text/html', '<!doctype html><iframe src="/" sandbox="allow-scripts allow-same-origin allow-forms" width="900" height="900" title="App"></iframe>');
      const script = path === '/' ? '/page.js' : `${path}.js`;
      return send('text/html', `<!doctype html><html lang="en"><title>Vendor</title><main><h1>Vendor</h1><button id="open">Connect</button><div id="place"></div></main><script type="module" src="${script}"></script></html>`);
    });
    await new Promise<void>((resolve) => vendor.#http.listen(port, '127.0.0.1', resolve));
    return vendor;
  }

  /** Creates a session, as its page asks for it. */
  async session() {
    this.sessions++;
    return this.server.session(this.tenant, { flow: this.flow, origin: this.sessionOrigin });
  }

  get #script(): string {
    return `
      import { connect } from '${this.server.url}/embed.js';
      const fetchSession = () => fetch('/session', { method: 'POST' }).then((answer) => answer.json());
      Object.assign(globalThis, { connect, fetchSession, events: [], results: [] });
      globalThis.start = (options) => {
        const call = connect({ fetchSession, onEvent: (event) => events.push(event), ...options });
        call.then(({ status }) => results.push(status));
        return call;
      };
      document.querySelector('#open').onclick = () => start();
      document.documentElement.dataset.ready = '';`;
  }

  async open(page: Page, path = '/'): Promise<void> {
    await page.goto(this.origin + path);
    if (path !== '/frame') await expect(page.locator('html')).toHaveAttribute('data-ready', '');
  }

  stop(): Promise<unknown> {
    this.#http.closeAllConnections();
    return new Promise((resolve) => this.#http.close(resolve));
  }
}

export const test = base.extend<{ vendor: Vendor }>({
  vendor: async ({ server, tenant, watch }, use) => {
    const vendor = await Vendor.start(server, tenant);
    watch.hosts.push(new URL(vendor.origin).host);
    await use(vendor);
    await vendor.stop();
  },
});

/** What the vendor's page has heard, without the heights. */
export const events = (page: Page) => page.evaluate(() => (globalThis as any).events.filter((event: ConnectEvent) => event.type !== 'resized') as ConnectEvent[]);
export const results = (page: Page) => page.evaluate(() => (globalThis as any).results as string[]);
export const widgetIn = (page: Page | FrameLocator) => page.frameLocator('iframe[name^="s3-connect"]');

export async function waitUntilLive(widget: FrameLocator): Promise<void> {
  await expect(widget.locator('.live')).toHaveAttribute('data-live', 'on');
}

export async function fillKeys(widget: FrameLocator, server: Server, name: string, options: { prefix?: string } = {}): Promise<void> {
  const sample = { ...server.sample(name), ...options };
  await widget.getByLabel('Bucket', { exact: true }).fill(sample.bucket);
  await widget.getByLabel('Path prefix').fill(sample.prefix);
  await widget.locator('#access-keys').check();
  await widget.getByLabel('Access Key ID').fill(sample.keyId);
  await widget.getByLabel('Secret Access Key').fill(sample.secret);
}

export const save = (widget: FrameLocator) => widget.getByRole('button', { name: /^(Test and (save|replace)|Check again|Try again)$/ }).click();

export { expect, type Page };
