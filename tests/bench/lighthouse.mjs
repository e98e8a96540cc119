// Audits the connect page of a fresh link with Lighthouse. Prints the scores, and the times behind that for performance.

import { audit } from '../browser/lighthouse.ts';
import { api } from './vendor_api.mjs';

const { url } = await api('POST', '/v1/connect-sessions', { tenant: 'lighthouse', flow: 'demo' });
const { audits, categories } = await audit(url);
for (const id of ['performance', 'accessibility', 'best-practices']) {
  console.log(`  ${id.padEnd(24)} ${Math.round(100 * categories[id].score)}`);
}
for (const id of ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift']) {
  console.log(`  ${id.padEnd(24)} ${audits[id].displayValue}`);
}
