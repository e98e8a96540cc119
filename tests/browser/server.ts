// The real server with its sandbox, on ports and in a folder of its own.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A user of the sandbox, as the server prints it for trying things out. */
export interface Sample {
  bucket: string;
  prefix: string;
  keyId: string;
  secret: string;
}

export interface Session {
  token: string;
  url: string;
}

/** `connect_ui_params`, of which the tests need no more than that it is an object. */
export type Params = Record<string, object>;

const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 10_000;

export class Server {
  readonly adminKey = 'the-admin-key-of-the-browser-tests';
  readonly apiKey = 'the-api-key-of-the-browser-tests';
  samples: Record<string, Sample> = {};
  #process!: ChildProcess;
  #printed = '';

  private constructor(
    readonly url: string,
    readonly sandbox: string,
    readonly folder: string,
    readonly settings: Record<string, string>,
  ) {}

  /** With settings of its own, where a test needs some. */
  static async start(settings: Record<string, string> = {}): Promise<Server> {
    const folder = await mkdtemp(join(tmpdir(), 's3-connect-browser-'));
    const [port, sandboxPort] = await freePorts(2);
    const server = new Server(`http://127.0.0.1:${port}`, `http://127.0.0.1:${sandboxPort}`, folder, settings);
    try {
      await server.#run();
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  async #run(): Promise<void> {
    const { S3_CONNECT_BIN: program, S3_CONNECT_SITE_ROOT: site } = process.env;
    if (!program || !site) throw new Error('S3_CONNECT_BIN and S3_CONNECT_SITE_ROOT are not set; `./dev test browser` sets them');
    this.#process = spawn(program, ['serve'], {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      // Nothing else of the environment: no AWS settings of whoever runs the tests.
      env: {
        PATH: process.env.PATH,
        LEPTOS_SITE_ADDR: new URL(this.url).host,
        LEPTOS_SITE_ROOT: site,
        S3_CONNECT_SANDBOX: new URL(this.sandbox).host,
        S3_CONNECT_ADMIN_KEY: this.adminKey,
        S3_CONNECT_API_KEY: this.apiKey,
        DATABASE_URL: `sqlite://${this.#database}`,
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_CONFIG_FILE: '/dev/null',
        AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
        ...this.settings,
      },
    });
    const gone = new Promise<never>((_, reject) => {
      this.#process.once('error', reject);
      this.#process.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${this.#printed}`)));
    });
    gone.catch(() => {});
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.#printed += chunk.toString()));
    }
    await Promise.race([gone, this.#ready()]);
  }

  /** Listening, the sample keys printed, and its own AWS identity known, which the trust policy names. */
  async #ready(): Promise<void> {
    const until = Date.now() + START_LIMIT_MS;
    while (!this.#printed.includes('/connect?token=')) await soon(until, 'the server to print a link', () => this.#printed);
    this.samples = readSamples(this.#printed);
    const { url } = await this.session('first_look');
    while (!(await (await fetch(url)).text()).includes('id="trust-policy"')) await soon(until, 'the trust policy', () => this.#printed);
  }

  get #database(): string {
    return join(this.folder, 'x.db');
  }

  /** What the server wrote as it ended of itself; `undefined` while it runs. */
  get crash(): string | undefined {
    const { exitCode, signalCode } = this.#process;
    if (exitCode === null && signalCode === null) return undefined;
    return `the server ended with ${exitCode ?? signalCode}:\n${this.#printed.slice(-4000)}`;
  }

  sample(name: string): Sample {
    const sample = this.samples[name];
    if (!sample) throw new Error(`the sandbox has no sample user ${name}, only ${Object.keys(this.samples)}`);
    return sample;
  }

  async session(tenant: string, more: { flow?: string; ttl_seconds?: number; root_tenant?: string; locale?: string } = {}): Promise<Session> {
    return (await this.#api('POST', '/v1/connect-sessions', { tenant, flow: 'demo', ...more })) as Session;
  }

  /** A flow with fields of its own. */
  async flow(name: string, direction: 'read' | 'write' | 'both', params: Params): Promise<void> {
    await this.#api('PUT', `/v1/flows/${name}/connector`, { direction, connect_ui_params: params });
  }

  async #api(method: string, path: string, body: object): Promise<unknown> {
    const response = await fetch(this.url + path, {
      method,
      headers: { authorization: `Bearer ${this.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  /** Makes every link of a tenant one of some hours ago: the shortest that can be asked for lives a minute. */
  expire(tenant: string, hours = 2): void {
    const script = `
import sqlite3, sys
with sqlite3.connect(sys.argv[1], timeout=10) as database:
    database.execute("UPDATE sessions SET expires_at = expires_at - ? WHERE tenant = ?", [int(sys.argv[3]) * 3600000, sys.argv[2]])`;
    execFileSync('/usr/bin/python3', ['-c', script, this.#database, tenant, `${hours}`]);
  }

  async stop(): Promise<void> {
    const child = this.#process;
    if (child?.pid && child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
      child.kill('SIGTERM');
      await ended;
      clearTimeout(late);
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function soon(until: number, what: string, printed: () => string): Promise<void> {
  if (Date.now() > until) throw new Error(`waited in vain for ${what}:\n${printed()}`);
  await new Promise((resolve) => setTimeout(resolve, 50));
}

/** All are held until the last is known, so that no two are the same. */
async function freePorts(count: number): Promise<number[]> {
  const holders = await Promise.all(
    Array.from({ length: count }, async () => {
      const holder = createServer();
      await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
      return holder;
    }),
  );
  const ports = holders.map((holder) => (holder.address() as { port: number }).port);
  await Promise.all(holders.map((holder) => new Promise((resolve) => holder.close(resolve))));
  return ports;
}

function readSamples(printed: string): Record<string, Sample> {
  const samples: Record<string, Sample> = {};
  const [, part = ''] = printed.split('Keys to paste into the widget:');
  for (const [, name, lines] of part.matchAll(/^ {4}(\S+): .*\n((?: {6}.*\n)+)/gm)) {
    const value = (label: string) => lines.match(new RegExp(`^ *${label} +(\\S+)`, 'm'))?.[1] ?? '';
    samples[name] = {
      bucket: value('Bucket'),
      prefix: value('Path prefix'),
      keyId: value('Access key ID'),
      secret: value('Secret access key'),
    };
  }
  return samples;
}
