// Runs the real server with its sandbox. Each instance has its own ports and folder.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A sample user of the sandbox, with its key. The server prints them when it starts. */
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

/** `connect_ui_params`. The tests do not need its exact type. */
export type Params = Record<string, object>;

const START_LIMIT_MS = 30_000;
export const STOP_LIMIT_MS = 10_000;

export class Server {
  readonly adminKey = 'the-admin-key-of-the-browser-tests';
  readonly apiKey = 'the-api-key-of-the-browser-tests';
  samples: Record<string, Sample> = {};
  #process!: ChildProcess;
  #output = '';

  private constructor(
    readonly url: string,
    readonly sandbox: string,
    readonly folder: string,
    readonly settings: Record<string, string>,
  ) {}

  /** Starts a server. `settings` are additional environment variables. */
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
      // Nothing else from the environment, so that AWS settings of whoever runs the tests have no effect.
      env: {
        PATH: process.env.PATH,
        LEPTOS_SITE_ADDR: new URL(this.url).host,
        LEPTOS_SITE_ROOT: site,
        S3_CONNECT_SANDBOX: new URL(this.sandbox).host,
        S3_CONNECT_ADMIN_KEY: this.adminKey,
        S3_CONNECT_API_KEY: this.apiKey,
        S3_CONNECT_API_RATE: 'off',
        DATABASE_URL: `sqlite://${this.#database}`,
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_CONFIG_FILE: '/dev/null',
        AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
        ...this.settings,
      },
    });
    const exited = new Promise<never>((_, reject) => {
      this.#process.once('error', reject);
      this.#process.once('exit', (code) => reject(new Error(`the server exited with ${code}:\n${this.#output}`)));
    });
    exited.catch(() => {});
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
    }
    await Promise.race([exited, this.#waitUntilReady()]);
  }

  /** Waits until the server listens, has printed the sample keys, and knows its AWS identity, which the trust policy names. */
  async #waitUntilReady(): Promise<void> {
    const deadline = Date.now() + START_LIMIT_MS;
    while (!this.#output.includes('/connect?token=')) await pause(deadline, 'the server to print a link', () => this.#output);
    this.samples = parseSamples(this.#output);
    const { url } = await this.session('first_look');
    while (!(await (await fetch(url)).text()).includes('id="trust-policy"')) await pause(deadline, 'the trust policy', () => this.#output);
  }

  get #database(): string {
    return join(this.folder, 'x.db');
  }

  /** The end of the output of a server that exited by itself. `undefined` while it runs. */
  get crash(): string | undefined {
    const { exitCode, signalCode } = this.#process;
    if (exitCode === null && signalCode === null) return undefined;
    return `the server exited with ${exitCode ?? signalCode}:\n${this.#output.slice(-4000)}`;
  }

  sample(name: string): Sample {
    const sample = this.samples[name];
    if (!sample) throw new Error(`the sandbox has no sample user ${name}, only ${Object.keys(this.samples)}`);
    return sample;
  }

  async session(tenant: string, options: { flow?: string; ttl_seconds?: number; root_tenant?: string; locale?: string; return_url?: string; origin?: string } = {}): Promise<Session> {
    return (await this.#api('POST', '/v1/connect-sessions', { tenant, flow: 'demo', ...options })) as Session;
  }

  /** Creates a flow, or saves its settings. */
  async putFlow(name: string, direction: 'read' | 'write' | 'both', params: Params): Promise<void> {
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

  /** Moves the expiry of every link of a tenant into the past. The API cannot do it, because a link lives at least a minute. */
  expireLinks(tenant: string, hours = 2): void {
    const script = `
import sqlite3, sys
with sqlite3.connect(sys.argv[1], timeout=10) as database:
    database.execute("UPDATE sessions SET expires_at = expires_at - ? WHERE tenant = ?", [int(sys.argv[3]) * 3600000, sys.argv[2]])`;
    execFileSync('/usr/bin/python3', ['-c', script, this.#database, tenant, `${hours}`]);
  }

  async stop(): Promise<void> {
    if (this.#process) await stopProcess(this.#process);
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Ends a process, and waits until it has ended. */
export async function stopProcess(child: ChildProcess): Promise<void> {
  if (!child.pid || child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const killTimer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  child.kill('SIGTERM');
  await exited;
  clearTimeout(killTimer);
}

/** Pauses for a moment. Throws once the deadline has passed. */
export async function pause(deadline: number, what: string, output = () => ''): Promise<void> {
  if (Date.now() > deadline) throw new Error(`timed out waiting for ${what}:\n${output()}`);
  await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Returns free ports. All are held until the last one is known, so no two are the same. */
export async function freePorts(count: number): Promise<number[]> {
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

function parseSamples(output: string): Record<string, Sample> {
  const samples: Record<string, Sample> = {};
  const [, part = ''] = output.split('Keys to paste into the widget:');
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
