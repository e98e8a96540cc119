// Two hundred checks at once, each of a tenant of its own, against the slow store; meanwhile the connect page
// is asked for again and again. Prints how long checks took from first to last, and how the page fared.

import { api, bucketPlace, sampleKeys } from './vendor.mjs';

const many = 200;
const keys = await sampleKeys();
const link = (await api('POST', '/v1/connect-sessions', { tenant: 'onlooker', flow: 'demo' })).url;

const page = [];
let running = true;
const onlooker = (async () => {
  while (running) {
    const begun = performance.now();
    const response = await fetch(link);
    await response.text();
    if (!response.ok) throw new Error(`the page answered ${response.status} during the crowd`);
    page.push(performance.now() - begun);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
})();

const begun = performance.now();
const ended = await Promise.all(
  Array.from({ length: many }, async (_, number) => {
    const fields = { ...bucketPlace, ...keys };
    const { report } = await api('PUT', `/v1/flows/demo/tenants/crowd-${number}/connection`, fields);
    if (report.outcome !== 'passed') throw new Error(`check ${number}: ${JSON.stringify(report)}`);
    return { at: performance.now() - begun, itself: report.duration_ms };
  }),
);
running = false;
await onlooker;

const sorted = (all) => [...all].sort((a, b) => a - b);
const at = sorted(ended.map((check) => check.at));
const itself = sorted(ended.map((check) => check.itself));
const waits = sorted(page);
const part = (all, share) => Math.round(all[Math.min(all.length - 1, Math.floor(all.length * share))]);
console.log(`  passed                   ${ended.length} of ${many}`);
console.log(`  answered                 first after ${part(at, 0)} ms, median ${part(at, 0.5)} ms, last ${part(at, 1)} ms`);
console.log(`  a check by itself        median ${part(itself, 0.5)} ms, slowest ${part(itself, 1)} ms`);
console.log(`  the page meanwhile       ${page.length} times, median ${part(waits, 0.5)} ms, slowest ${part(waits, 1)} ms`);
