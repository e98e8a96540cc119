// The app of a vendor: a page that shows the widget, and a back end that creates connect sessions with the API key.
// Run it with S3_CONNECT_URL and S3_CONNECT_API_KEY. It needs nothing but Node.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';

const { S3_CONNECT_URL = 'http://127.0.0.1:3000', S3_CONNECT_API_KEY, DEMO_ADDR = '127.0.0.1:3100' } = process.env;
const ORIGIN = `http://${DEMO_ADDR}`;
const [host, port] = DEMO_ADDR.split(':');

// The strictest policy that works: the widget's script and its frame come from s3-connect, everything else from here.
const POLICY = `default-src 'self'; script-src 'self' ${S3_CONNECT_URL}; frame-src ${S3_CONNECT_URL}; frame-ancestors 'none'`;

/** Creates a connect session for the tenant who is signed in. The API key never leaves this server. */
async function createSession(tenant, locale) {
  const answer = await fetch(`${S3_CONNECT_URL}/v1/connect-sessions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${S3_CONNECT_API_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ tenant, flow: 'demo', origin: ORIGIN, ttl_seconds: 3600, ...(locale && { locale }) }),
  });
  if (!answer.ok) throw new Error(`s3-connect answered ${answer.status}: ${await answer.text()}`);
  const { url } = await answer.json();
  return { url };
}

const files = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/app.js': ['app.js', 'text/javascript'],
  '/style.css': ['style.css', 'text/css'],
};

const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, ORIGIN);
  const answer = (status, type, body) =>
    response.writeHead(status, { 'content-type': type, 'content-security-policy': POLICY, 'cache-control': 'no-store' }).end(body);
  try {
    if (pathname === '/api/s3-session' && request.method === 'POST') {
      // A page of another site can't ask: its browser sends that site's origin.
      if (request.headers.origin !== ORIGIN) return answer(403, 'text/plain', 'Not from here.');
      // Your app takes the tenant from the signed-in user, never from the request.
      const session = await createSession('demo_tenant', searchParams.get('locale'));
      return answer(200, 'application/json', JSON.stringify(session));
    }
    const [file, type] = files[pathname] ?? [];
    if (!file || request.method !== 'GET') return answer(404, 'text/plain', 'There is nothing here.');
    const body = await readFile(new URL(file, import.meta.url), 'utf8');
    return answer(200, type, body.replaceAll('{{S3_CONNECT_URL}}', S3_CONNECT_URL));
  } catch (error) {
    console.error(error);
    return answer(502, 'text/plain', 'The session could not be created.');
  }
});

server.listen(Number(port), host);

// `./dev run` starts this app beside the server. It waits for the server, tells where it is, and ends with the server.
const { DEMO_PARENT } = process.env;
if (DEMO_PARENT) {
  let isReady = false;
  setInterval(async () => {
    if (process.ppid !== Number(DEMO_PARENT)) process.exit();
    if (isReady || !(await fetch(`${S3_CONNECT_URL}/readyz`).catch(() => undefined))?.ok || isReady) return;
    isReady = true;
    console.log(`  Demo app     ${ORIGIN}   (a vendor’s page that shows the widget)`);
  }, 500);
}
