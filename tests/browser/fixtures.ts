// The fixtures of every test: a server, a tenant, and a watch for errors that no test expects.

import { type BrowserContext, type Page, test as base, expect } from '@playwright/test';
import { Server } from './server';

/** Collects the errors on all pages of a browser context. */
export class Watch {
  readonly unexpected: string[] = [];
  /** Errors that a test causes on purpose. */
  readonly expected: RegExp[] = [];

  constructor(readonly hosts: string[]) {}

  async observe(context: BrowserContext): Promise<void> {
    context.on('console', (message) => {
      if (message.type() === 'error') this.report(`console: ${message.text()}`);
    });
    context.on('weberror', (error) => this.report(`error: ${error.error().message}`));
    context.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith('http') && !this.hosts.includes(url.host)) this.report(`request to ${url.host}`);
    });
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
  }

  report(message: string): void {
    // The browser logs every 4xx response as an error. For a form, 422 is a normal answer.
    const clientError = /Failed to load resource: the server responded with a status of 4\d\d/;
    if (![clientError, ...this.expected].some((known) => known.test(message))) this.unexpected.push(message);
  }
}

interface TestFixtures {
  /** A tenant that no other test uses. */
  tenant: string;
  watch: Watch;
}

interface WorkerFixtures {
  server: Server;
}

let tenantCount = 0;

export const test = base.extend<TestFixtures, WorkerFixtures>({
  server: [
    async ({}, use) => {
      const server = await Server.start();
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  tenant: async ({}, use, info) => {
    await use(`tenant_${info.workerIndex}_${++tenantCount}`);
  },
  watch: async ({ server }, use) => {
    await use(new Watch([server.url, server.sandbox].map((url) => new URL(url).host)));
  },
  context: async ({ context, watch, server }, use) => {
    await watch.observe(context);
    await use(context);
    expect(server.crash).toBeUndefined();
    expect(watch.unexpected, 'errors that the test does not expect').toEqual([]);
  },
});

export { expect, type Page };
