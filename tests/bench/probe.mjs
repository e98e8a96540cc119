// Checks connections through the API. For each kind of check, prints its duration, the duration of its critical path, and
// the sum of all its steps, which is what the check would take without parallel calls. All times come from the reports.

import { api, bucketFields, createRole, sampleKeys } from './vendor_api.mjs';

const rounds = 15;
const keys = await sampleKeys();

const median = (all) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)];

/** Returns the duration of the longest chain of steps that wait for each other. */
function criticalPath(steps) {
  const ms = Object.fromEntries(steps.map((step) => [step.id, step.elapsed_ms]));
  const longest = (...ids) => Math.max(0, ...ids.map((id) => ms[id] ?? 0));
  const identity = longest('assume_role');
  // These two run in parallel with the calls to the bucket.
  const parallel = Math.max(longest('credentials'), identity + longest('external_id_enforced'));
  // In an empty folder, the check reads the file that it wrote itself, and cannot delete it before that.
  const readsOwnFile = steps.some((step) => step.id === 'get' && step.detail.includes('.s3-connect-check'));
  const last = readsOwnFile ? longest('get') + longest('cleanup') : longest('get', 'cleanup');
  return Math.max(parallel, identity + longest('bucket', 'list', 'put') + last);
}

async function measure(name, tenant, direction, fields) {
  const { connect_ui_params } = await api('GET', '/v1/flows/demo/connector');
  await api('PUT', '/v1/flows/demo/connector', { direction, connect_ui_params });
  const durations = [];
  const paths = [];
  const sums = [];
  for (let round = 0; round < rounds; round += 1) {
    const { report } = await api('PUT', `/v1/flows/demo/tenants/${tenant}/connection`, fields);
    durations.push(report.duration_ms);
    paths.push(criticalPath(report.steps));
    sums.push(report.steps.reduce((total, step) => total + step.elapsed_ms, 0));
  }
  const [duration, path, sum] = [durations, paths, sums].map(median);
  const ratio = (duration / path).toFixed(2);
  console.log(
    `  ${name.padEnd(24)} ${duration} ms; critical path ${path} ms (${ratio}×); one after another ${sum} ms`,
  );
}

for (const direction of ['read', 'write', 'both']) {
  await measure(`keys, ${direction}`, `bench-${direction}`, direction, { ...bucketFields, ...keys });
}

const aws_role_arn = await createRole('bench');
for (const direction of ['read', 'write', 'both']) {
  await measure(`role, ${direction}`, 'bench', direction, { ...bucketFields, access: 'role', aws_role_arn });
}
// An empty folder: the only file to read is the one that the check wrote itself.
const empty = { ...bucketFields, path_prefix: 'nothing-here-yet' };
await measure('role, both, empty', 'bench', 'both', { ...empty, access: 'role', aws_role_arn });
