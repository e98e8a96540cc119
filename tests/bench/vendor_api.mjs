// The vendor's side of the benchmarks: the REST API, and the sandbox's sample keys.

const { BENCH_URL: base, BENCH_CONSOLE: consoleUrl, BENCH_API_KEY: key, BENCH_PRINCIPAL: principal } = process.env;

export const bucketFields = { bucket: 'my-company-data', path_prefix: 'incoming' };

/** Sends a request to the REST API. Waits and repeats it if the rate limit for checks refuses it. */
export async function api(method, path, body) {
  const response = await fetch(base + path, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const answer = await response.json();
  if (answer.code === 'rate_limited') {
    await new Promise((resolve) => setTimeout(resolve, 1000 * Number(response.headers.get('retry-after'))));
    return api(method, path, body);
  }
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

/** Returns the access key of the sandbox's first sample user, who has full access. */
export async function sampleKeys() {
  const page = await (await fetch(consoleUrl)).text();
  const found = (pattern, what) => {
    const match = page.match(pattern);
    if (!match) throw new Error(`the console page shows no ${what}`);
    return match[1];
  };
  return {
    access: 'keys',
    aws_access_key_id: found(/(AKIA[A-Z0-9]{16})/, 'access key id'),
    aws_secret_access_key: found(/AKIA[A-Z0-9]{16}[\s\S]*?>([A-Za-z0-9+/]{40})</, 'secret'),
  };
}

/** Creates a role in the sandbox. It trusts the vendor with the tenant's external ID. Returns its ARN. */
export async function createRole(tenant) {
  const { external_id } = await api('GET', `/v1/tenants/${tenant}/external-id`);
  const allow = (statement) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
  const trust = allow({
    Principal: { AWS: principal },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'sts:ExternalId': external_id } },
  });
  const created = await fetch(new URL('create-role', consoleUrl), {
    method: 'POST',
    headers: { origin: new URL(consoleUrl).origin },
    // The sandbox serves the servers on both databases, in which the tenant has different external IDs.
    body: new URLSearchParams({ name: `${tenant}-${Date.now()}`, trust, policy: allow({ Action: 's3:*', Resource: '*' }) }),
  });
  const arns = (await created.text()).match(new RegExp(`arn:aws:iam::\\d{12}:role/${tenant}-\\d+`, 'g'));
  if (!arns) throw new Error(`the role could not be created: ${created.status}`);
  return arns.sort().at(-1);
}
