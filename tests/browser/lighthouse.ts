// Runs Lighthouse in Chromium, as on a phone.

import lighthouse, { type Result } from 'lighthouse';
import puppeteer from 'puppeteer-core';

/** Audits a page with Lighthouse's default settings, which are those of a slow phone on a slow network. */
export async function audit(url: string, executablePath = process.env.CHROMIUM): Promise<Result> {
  const browser = await puppeteer.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] });
  try {
    const result = await lighthouse(url, { logLevel: 'error' }, undefined, await browser.newPage());
    if (!result) throw new Error(`Lighthouse has no result for ${url}`);
    return result.lhr;
  } finally {
    await browser.close();
  }
}
