// What every test has: a server, and a page that is watched for what must never happen.

import { type BrowserContext, type Page, test as base, expect } from '@playwright/test';
import { Server } from './server';

/** What went wrong on the pages of a context without a test looking for it. */
export class Watch {
  readonly mishaps: string[] = [];
  /** Messages that a test brings about on purpose. */
  readonly expected: RegExp[] = [];

  constructor(readonly hosts: string[]) {}

  async over(context: BrowserContext): Promise<void> {
    context.on('console', (message) => {
      if (message.type() === 'error') this.note(`console: ${message.text()}`);
    });
    context.on('weberror', (error) => this.note(`error: ${error.error().message}`));
    context.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith('http') && !this.hosts.includes(url.host)) this.note(`request to ${url.host}`);
    });
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
  }

  note(words: string): void {
    // A form that is answered with 422 is an answer, though the browser writes it down.
    const answer = /Failed to load resource: the server responded with a status of 4\d\d/;
    if (![answer, ...this.expected].some((known) => known.test(words))) this.mishaps.push(words);
  }
}

interface OfTest {
  /** A tenant nobody else uses. */
  tenant: string;
  watch: Watch;
}

interface OfWorker {
  server: Server;
}

let tenants = 0;

export const test = base.extend<OfTest, OfWorker>({
  server: [
    async ({}, use) => {
      const server = await Server.start();
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  tenant: async ({}, use, info) => {
    await use(`tenant_${info.workerIndex}_${++tenants}`);
  },
  watch: async ({ server }, use) => {
    await use(new Watch([server.url, server.sandbox].map((url) => new URL(url).host)));
  },
  context: async ({ context, watch, server }, use) => {
    await watch.over(context);
    await use(context);
    expect(server.crash).toBeUndefined();
    expect(watch.mishaps, 'what no test asked for').toEqual([]);
  },
});

export { expect, type Page };
