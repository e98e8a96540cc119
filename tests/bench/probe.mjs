// Checks connections through the API and prints, for each kind, the wall time beside the sum of its critical
// path and beside the same calls one after another. The times are the report's own.

import { api, bucketPlace as place, sampleKeys } from './vendor.mjs';

const consoleUrl = process.env.BENCH_CONSOLE;
const rounds = 15;
const keys = await sampleKeys();

const median = (all) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)];

/** The longest chain of steps that wait for each other: the identity, then the first calls, then what follows. */
function critical(steps) {
  const ms = Object.fromEntries(steps.map((step) => [step.id, step.elapsed_ms]));
  const longest = (...ids) => Math.max(0, ...ids.map((id) => ms[id] ?? 0));
  const identity = longest('assume_role');
  const beside = Math.max(longest('credentials'), identity + longest('external_id_enforced'));
  // In an empty folder the file that the check wrote is read, and only then cleared away.
  const readsItsOwn = steps.some((step) => step.id === 'get' && step.detail.includes('.s3-connect-check'));
  const last = readsItsOwn ? longest('get') + longest('cleanup') : longest('get', 'cleanup');
  return Math.max(beside, identity + longest('bucket', 'list', 'put') + last);
}

async function measure(name, tenant, direction, fields) {
  const { connect_ui_params } = await api('GET', '/v1/flows/demo/connector');
  await api('PUT', '/v1/flows/demo/connector', { direction, connect_ui_params });
  const wall = [];
  const path = [];
  const sum = [];
  for (let round = 0; round < rounds; round += 1) {
    const { report } = await api('PUT', `/v1/flows/demo/tenants/${tenant}/connection`, fields);
    wall.push(report.duration_ms);
    path.push(critical(report.steps));
    sum.push(report.steps.reduce((total, step) => total + step.elapsed_ms, 0));
  }
  const [w, p, s] = [wall, path, sum].map(median);
  console.log(
    `  ${name.padEnd(24)} ${w} ms; critical path ${p} ms (${(w / p).toFixed(2)}×); one after another ${s} ms`,
  );
}

for (const direction of ['read', 'write', 'both']) {
  await measure(`keys, ${direction}`, `bench-${direction}`, direction, { ...place, ...keys });
}

// A role whose trust policy names the vendor, with the tenant's external ID.
const { external_id } = await api('GET', '/v1/tenants/bench/external-id');
const allow = (statement) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
const made = await fetch(new URL('create-role', consoleUrl), {
  method: 'POST',
  headers: { origin: new URL(consoleUrl).origin },
  body: new URLSearchParams({
    name: 'bench',
    trust: allow({
      Principal: { AWS: process.env.BENCH_PRINCIPAL },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': external_id } },
    }),
    policy: allow({ Action: 's3:*', Resource: '*' }),
  }),
});
const aws_role_arn = (await made.text()).match(/arn:aws:iam::\d{12}:role\/bench/)?.[0];
if (!aws_role_arn) throw new Error(`the role could not be made: ${made.status}`);
for (const direction of ['read', 'write', 'both']) {
  await measure(`role, ${direction}`, 'bench', direction, { ...place, access: 'role', aws_role_arn });
}
// Nothing to read but the file that the check wrote itself.
const empty = { ...place, path_prefix: 'nothing-here-yet' };
await measure('role, both, empty', 'bench', 'both', { ...empty, access: 'role', aws_role_arn });
