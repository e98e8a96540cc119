// Lighthouse finds nothing to improve. Its score for performance depends on the machine, so `./dev bench` prints it.

import { expect, test } from './fixtures';
import { audit } from './lighthouse';
import type { Server } from './server';

const PAGES: Record<string, (server: Server, tenant: string) => Promise<string>> = {
  'the connect page': async (server, tenant) => (await server.session(tenant)).url,
  'the sign-in page': async (server) => `${server.url}/admin`,
};

for (const [name, addressOf] of Object.entries(PAGES)) {
  test(`Lighthouse is content with ${name}`, async ({ server, tenant }) => {
    const { audits, categories } = await audit(await addressOf(server, tenant));
    for (const id of ['accessibility', 'best-practices']) {
      const { score, auditRefs } = categories[id];
      const failed = auditRefs.filter(({ id, weight }) => weight > 0 && (audits[id].score ?? 1) < 1);
      expect(score, `${id}: ${failed.map(({ id }) => id)}`).toBe(1);
    }
    expect(audits['cumulative-layout-shift'].numericValue).toBe(0);
    // Search engines are asked to leave out every page, so no page needs a score for SEO.
    expect(audits['is-crawlable'].score).toBe(0);
  });
}
