// Sends the same requests in turn to a server with few tenants and to one with many. Prints how long each request took,
// and how many times longer it took with many tenants.

const [fewUrl, few, manyUrl, many] = process.argv.slice(2);
const { S3_CONNECT_API_KEY: apiKey, S3_CONNECT_ADMIN_KEY: adminKey } = process.env;
const rounds = 150;
const warmUp = 15;

/** Returns the number of a connected tenant at this share of all tenants. tenants.sql connects all but each tenth. */
const at = (count, share) => Math.floor((count * share) / 10) * 10 + 3;
const tenant = (count, share) => `tenant-${1_000_000 + at(count, share)}`;

/** Signs in, creates a link, and returns the URLs to measure. */
async function prepare(url, count) {
  const signedIn = await fetch(`${url}/admin/sign-in`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ key: adminKey }) });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0];
  if (!cookie) throw new Error(`${url}: not signed in, ${signedIn.status}`);
  const session = await fetch(`${url}/v1/connect-sessions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ tenant: tenant(count, 0.5), flow: 'demo' }),
  });
  const { token } = await session.json();
  const list = `${url}/admin/dev/tenants`;
  const created = 1_700_000_000_000 + at(count, 0.1) * 1000;
  const first = await (await fetch(list, { headers: { cookie } })).text();
  const next = first.match(/href="([^"]+)"[^>]*>Next page/)?.[1].replaceAll('&amp;', '&');
  if (!next) throw new Error('the list has no next page');
  const addresses = {
    'list, newest first': list,
    'next page': url + next,
    'deep page, newest first': `${list}?after=${created}.${tenant(count, 0.1)}`,
    'deep page, by name': `${list}?order=name&after=${tenant(count, 0.9)}`,
    'search by id': `${list}?q=${tenant(count, 0.7)}`,
    'search by a short prefix': `${list}?q=tenant-1`,
    'search by bucket': `${list}?by=bucket&q=bucket-${at(count, 0.7)}`,
    'last check failed': `${list}?state=fails`,
    'connected to a flow': `${list}?flow=demo&state=works`,
    'not connected': `${list}?state=not-connected`,
    'a tenant': `${list}/${tenant(count, 0.51)}`,
    'a connection': `${list}/${tenant(count, 0.51)}/flows/demo`,
    'the log': `${url}/admin/dev/log`,
    'the log of one tenant': `${url}/admin/dev/log?tenant=${tenant(count, 0.7)}`,
    'open the widget': `${url}/connect?token=${token}`,
  };
  return { addresses, cookie };
}

async function time(address, cookie) {
  const begun = performance.now();
  const response = await fetch(address, { headers: { cookie }, redirect: 'manual' });
  await response.text();
  if (response.status !== 200) throw new Error(`${address}: ${response.status}`);
  return performance.now() - begun;
}

const quantile = (all, share) => [...all].sort((a, b) => a - b)[Math.floor(all.length * share)];
const servers = [await prepare(fewUrl, Number(few)), await prepare(manyUrl, Number(many))];
const ms = (number) => number.toFixed(1).padStart(7);
console.log(`    ${''.padEnd(26)} ${few.padStart(7)} median     p95   ${many.padStart(7)} median     p95     ratio`);
// Each round sends every request once, so that other load on the machine affects all of them alike.
const names = Object.keys(servers[0].addresses);
const times = Object.fromEntries(names.map((name) => [name, [[], []]]));
for (let round = 0; round < rounds; round += 1) {
  for (const name of names) {
    for (const [which, { addresses, cookie }] of servers.entries()) {
      const duration = await time(addresses[name], cookie);
      if (round >= warmUp) times[name][which].push(duration);
    }
  }
}
for (const name of names) {
  const [fewMedian, manyMedian] = times[name].map((all) => quantile(all, 0.5));
  const [fewP95, manyP95] = times[name].map((all) => quantile(all, 0.95));
  const ratio = manyMedian / fewMedian;
  console.log(
    `    ${name.padEnd(26)} ${ms(fewMedian)} ms ${ms(fewP95)} ms ${''.padEnd(5)}${ms(manyMedian)} ms ${ms(manyP95)} ms   ${ratio.toFixed(2)}×${ratio >= 2 ? '  over 2×' : ''}`,
  );
}
