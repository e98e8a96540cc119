// The widget, through what a tenant sees.

import { type Locator, expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { Sample } from './server';

/** Policy statements for the sandbox's bucket: everything except listing it, and listing it. */
export const WITHOUT_LIST = { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: 'arn:aws:s3:::my-company-data/*' };
export const LIST = { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::my-company-data' };

export const policy = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });

export class WidgetPage {
  readonly bucket: Locator;
  readonly prefix: Locator;
  readonly keyId: Locator;
  readonly secret: Locator;
  readonly roleArn: Locator;
  readonly save: Locator;
  readonly heading: Locator;

  constructor(readonly page: Page) {
    this.bucket = page.getByLabel('Bucket', { exact: true });
    this.prefix = page.getByLabel('Path prefix');
    this.keyId = page.getByLabel('Access Key ID');
    this.secret = page.getByLabel('Secret Access Key');
    this.roleArn = page.getByLabel('Role ARN');
    // After a check that failed, another button takes its place.
    this.save = page.getByRole('button', { name: /^(Test and (save|replace)|Check again|Try again)$/ });
    this.heading = page.getByRole('heading', { level: 1 });
  }

  /** Opens a link and waits until the page is hydrated, unless the test runs without scripts. */
  async open(url: string, { hydrated = true } = {}): Promise<void> {
    await this.page.goto(url);
    if (hydrated) await this.waitForHydration();
  }

  async waitForHydration(): Promise<void> {
    await expect(this.page.locator('.live')).toHaveAttribute('data-live', 'on');
  }

  async fillKeys(sample: Sample): Promise<void> {
    await this.bucket.fill(sample.bucket);
    await this.prefix.fill(sample.prefix);
    // Where there is a choice, the role is preselected.
    const keys = this.page.locator('#access-keys');
    if (await keys.count()) await keys.check();
    await this.keyId.fill(sample.keyId);
    await this.secret.fill(sample.secret);
  }

  async chooseAccess(title: 'Access keys' | 'Role'): Promise<void> {
    await this.page.getByRole('radio', { name: title }).check();
  }

  /** Selects a form of the setup guide. */
  async selectSetup(mode: 'keys' | 'role', name: string): Promise<void> {
    await this.page.locator(`[data-mode="${mode}"] .tabs`).getByText(name).click();
  }

  async press(name: string): Promise<void> {
    await this.page.getByRole('button', { name }).click();
  }

  async expectConnected(): Promise<void> {
    await expect(this.heading).toContainText('Connected. Everything works.');
  }

  async connectByKeys(url: string, sample: Sample, options = {}): Promise<void> {
    await this.open(url, options);
    await this.fillKeys(sample);
    await this.save.click();
    await this.expectConnected();
  }

  /** Returns the row of a step in the checklist. */
  step(id: string): Locator {
    return this.page.locator(`#step-${id}`);
  }

  fact(name: string): Locator {
    return this.page.locator('dl.facts dt', { hasText: name }).locator('+ dd');
  }

  /** The live region, with the last announcement for screen readers. */
  get announcement(): Locator {
    return this.page.locator('#live');
  }
}
