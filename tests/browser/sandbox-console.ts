// The sandbox's console, which plays the AWS console.

import type { Page } from '@playwright/test';

export class SandboxConsole {
  constructor(
    readonly page: Page,
    readonly address: string,
  ) {}

  async open(): Promise<void> {
    await this.page.goto(`${this.address}/_console/`);
  }

  /** Creates a role and returns its ARN. */
  async createRole(name: string, trust: string, policy: string): Promise<string> {
    await this.open();
    const form = this.page.locator('#create-role');
    await form.getByLabel('Role name').fill(name);
    await form.getByLabel('Trust policy').fill(trust);
    await form.getByLabel('Permission policy').fill(policy);
    await form.getByRole('button', { name: 'Create role' }).click();
    return this.page.locator('#roles code', { hasText: new RegExp(`:role/${name}$`) }).innerText();
  }

  /** Creates a user and returns its access key. */
  async createUser(name: string, policy: string): Promise<{ keyId: string; secret: string }> {
    await this.open();
    const form = this.page.locator('#create-user');
    await form.getByLabel('User name').fill(name);
    await form.getByLabel('Policy').fill(policy);
    await form.getByRole('button', { name: 'Create user' }).click();
    const status = this.page.getByRole('status').filter({ hasText: 'Access key of the new user' });
    const value = (label: string) => status.locator('dt', { hasText: label }).locator('+ dd').innerText();
    return { keyId: await value('Access key ID'), secret: await value('Secret access key') };
  }

  async setUserPolicy(name: string, policy: string): Promise<void> {
    await this.open();
    await this.page.getByText(`Policy of ${name}`).click();
    const form = this.page.locator(`form:has(#put-user-${name})`);
    await form.getByLabel('Policy').fill(policy);
    await form.getByRole('button', { name: 'Save policy' }).click();
  }
}
