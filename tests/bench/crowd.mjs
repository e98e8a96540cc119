// Starts 200 checks at once against the slow store, each for a different tenant, and loads the connect page again and
// again meanwhile. Prints how long the checks and the pages took.

import { api, bucketFields, sampleKeys } from './vendor_api.mjs';

const checkCount = 200;
const keys = await sampleKeys();
const link = (await api('POST', '/v1/connect-sessions', { tenant: 'onlooker', flow: 'demo' })).url;

const pageTimes = [];
let running = true;
const onlooker = (async () => {
  while (running) {
    const begun = performance.now();
    const response = await fetch(link);
    await response.text();
    if (!response.ok) throw new Error(`the page answered ${response.status} during the crowd`);
    pageTimes.push(performance.now() - begun);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
})();

const begun = performance.now();
const checks = await Promise.all(
  Array.from({ length: checkCount }, async (_, number) => {
    const fields = { ...bucketFields, ...keys };
    const { report } = await api('PUT', `/v1/flows/demo/tenants/crowd-${number}/connection`, fields);
    if (report.outcome !== 'passed') throw new Error(`check ${number}: ${JSON.stringify(report)}`);
    // The time until the answer includes waiting for a turn. The report's duration is that of the check alone.
    return { answered: performance.now() - begun, duration: report.duration_ms };
  }),
);
running = false;
await onlooker;

const sorted = (all) => [...all].sort((a, b) => a - b);
const answered = sorted(checks.map((check) => check.answered));
const durations = sorted(checks.map((check) => check.duration));
const pages = sorted(pageTimes);
const quantile = (all, share) => Math.round(all[Math.min(all.length - 1, Math.floor(all.length * share))]);
console.log(`  passed                   ${checks.length} of ${checkCount}`);
console.log(
  `  answered                 first after ${quantile(answered, 0)} ms, median ${quantile(answered, 0.5)} ms, last ${quantile(answered, 1)} ms`,
);
console.log(`  a check without waiting  median ${quantile(durations, 0.5)} ms, slowest ${quantile(durations, 1)} ms`);
console.log(
  `  the page meanwhile       ${pages.length} times, median ${quantile(pages, 0.5)} ms, slowest ${quantile(pages, 1)} ms`,
);
