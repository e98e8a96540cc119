// Firefox and WebKitGTK, as far as the main path needs them. Playwright drives neither as Debian packages them: its
// WebKit is a build of its own, and it sends Firefox ESR 140 a command of WebDriver BiDi that only later versions know.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import puppeteer from 'puppeteer-core';
import { Builder, By, type WebDriver } from 'selenium-webdriver';
import { STOP_LIMIT_MS, freePorts, pause, stopProcess } from './server';

export interface BrowserPage {
  open(url: string): Promise<void>;
  /** Types into a field, in place of what it contains. */
  fill(selector: string, text: string): Promise<void>;
  click(selector: string): Promise<void>;
  /** Returns the text that an element shows. It is empty while there is no such element. */
  text(selector: string): Promise<string>;
  /** Ends the browser, with all its processes. */
  close(): Promise<void>;
}

const START_LIMIT_MS = 30_000;

/** Starts Firefox, and speaks WebDriver BiDi with it. */
export async function startFirefox(): Promise<BrowserPage> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: process.env.FIREFOX,
    headless: true,
    timeout: START_LIMIT_MS,
  });
  const page = await browser.newPage();
  return {
    open: async (url) => void (await page.goto(url)),
    // Puppeteer's locators compile scripts in the page, which its Content-Security-Policy forbids in Firefox.
    fill: async (selector, text) => {
      await page.click(selector, { count: 3 });
      await page.keyboard.type(text);
    },
    click: (selector) => page.click(selector),
    text: (selector) => page.evaluate(textOf, selector),
    close: () => browser.close(),
  };
}

/** Starts WebKitGTK's MiniBrowser on an X server of its own, and speaks WebDriver with it. */
export async function startWebKit(...settings: string[]): Promise<BrowserPage> {
  const folder = await mkdtemp(join(tmpdir(), 's3-connect-webkit-'));
  const processes: ChildProcess[] = [];
  let driver: WebDriver | undefined;
  const close = async () => {
    await Promise.race([driver?.quit().catch(() => {}), delay(STOP_LIMIT_MS, undefined, { ref: false })]);
    // Without its X server, a browser that did not quit ends by itself.
    for (const child of processes.reverse()) await stopProcess(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const display = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    processes.push(display);
    const number = await displayNumber(display);
    const [port] = await freePorts(1);
    processes.push(
      spawn('WebKitWebDriver', [`--port=${port}`], {
        stdio: 'ignore',
        env: { PATH: process.env.PATH, DISPLAY: `:${number}`, HOME: folder, XDG_RUNTIME_DIR: folder, NO_AT_BRIDGE: '1' },
      }),
    );
    const url = `http://127.0.0.1:${port}`;
    const deadline = Date.now() + START_LIMIT_MS;
    while (!(await fetch(`${url}/status`).catch(() => undefined))?.ok) await pause(deadline, 'WebKitWebDriver');
    const options = { args: ['--automation', ...settings] };
    const capabilities = { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': options };
    driver = await new Builder().usingServer(url).withCapabilities(capabilities).build();
  } catch (error) {
    await close();
    throw error;
  }
  const page = driver;
  return {
    open: (url) => page.get(url),
    fill: async (selector, text) => {
      const field = page.findElement(By.css(selector));
      await field.clear();
      await field.sendKeys(text);
    },
    click: (selector) => page.findElement(By.css(selector)).click(),
    text: (selector) => page.executeScript(textOf, selector),
    close,
  };
}

/** Runs in the page. */
function textOf(selector: string): string {
  return document.querySelector<HTMLElement>(selector)?.innerText ?? '';
}

/** Returns the number of the display that Xvfb has chosen. */
function displayNumber(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error('Xvfb did not start')));
    child.stdio[3]?.once('data', (line: Buffer) => resolve(line.toString().trim()));
  });
}
