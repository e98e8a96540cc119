import { defineConfig } from '@playwright/test';

// `./dev test browser` sets CHROMIUM, S3_CONNECT_BIN (the server) and S3_CONNECT_SITE_ROOT (its files).
// Each worker starts its own server, on its own port.
export default defineConfig({
  testDir: '.',
  outputDir: 'results',
  reporter: [['list'], ['json', { outputFile: 'results/report.json' }]],
  forbidOnly: !!process.env.CI,
  fullyParallel: true,
  workers: 2,
  timeout: 120_000,
  use: {
    browserName: 'chromium',
    headless: true,
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
