// The widget as its tenants use it, by what they see.

import { type Locator, expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { Sample } from './server';

/** Rights to the bucket of the sandbox, all but listing it, which is a right of its own. */
export const WITHOUT_LIST = { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: 'arn:aws:s3:::my-company-data/*' };
export const LIST = { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::my-company-data' };

export const policy = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });

export class Widget {
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
    this.save = page.getByRole('button', { name: /^Test and (save|replace)$/ });
    this.heading = page.getByRole('heading', { level: 1 });
  }

  /** Opens a link; with scripts allowed, waits until the islands are awake. */
  async open(url: string, { awake = true } = {}): Promise<void> {
    await this.page.goto(url);
    if (awake) await this.awake();
  }

  async awake(): Promise<void> {
    await expect(this.page.locator('.live')).toHaveAttribute('data-live', 'on');
  }

  async fillKeys(sample: Sample): Promise<void> {
    await this.bucket.fill(sample.bucket);
    await this.prefix.fill(sample.prefix);
    await this.keyId.fill(sample.keyId);
    await this.secret.fill(sample.secret);
  }

  async choose(way: 'Access keys' | 'Role'): Promise<void> {
    await this.page.getByRole('radio', { name: way }).check();
  }

  async press(name: string): Promise<void> {
    await this.page.getByRole('button', { name }).click();
  }

  async connected(): Promise<void> {
    await expect(this.heading).toContainText('Connected. Everything works.');
  }

  async connectByKeys(url: string, sample: Sample, options = {}): Promise<void> {
    await this.open(url, options);
    await this.fillKeys(sample);
    await this.save.click();
    await this.connected();
  }

  /** The row of a step in the checklist, by the step's id. */
  step(id: string): Locator {
    return this.page.locator(`#step-${id}`);
  }

  fact(name: string): Locator {
    return this.page.locator('dl.facts dt', { hasText: name }).locator('+ dd');
  }

  /** What a screen reader was last told. */
  get said(): Locator {
    return this.page.locator('#live');
  }
}
