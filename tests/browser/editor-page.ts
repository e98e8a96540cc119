// The flow editor, through what an admin sees.

import { type Locator, expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { Server } from './server';

export async function signIn(page: Page, url: string, key: string, path = ''): Promise<void> {
  await page.goto(`${url}/admin${path}`);
  await page.getByLabel('Admin key').fill(key);
  await page.getByLabel('Your name').fill('Anna');
  await page.getByRole('button', { name: 'Sign in' }).click();
}

export class EditorPage {
  readonly form: Locator;
  readonly json: Locator;
  readonly problems: Locator;
  readonly review: Locator;

  constructor(readonly page: Page) {
    this.form = page.locator('#editor');
    this.json = page.getByRole('textbox', { name: 'connect_ui_params' });
    this.problems = page.locator('#problems');
    this.review = page.getByRole('button', { name: 'Review and save…' });
  }

  static async open(page: Page, server: Server, flow: string): Promise<EditorPage> {
    const path = `/dev/flows/${flow}`;
    await page.goto(`${server.url}/admin${path}`);
    if (await page.getByLabel('Admin key').isVisible()) await signIn(page, server.url, server.adminKey, path);
    const editor = new EditorPage(page);
    await expect(editor.json).toBeVisible();
    return editor;
  }

  /** Returns the controls of a field, by its name in the JSON. */
  row(name: string): Locator {
    return this.page.locator(`#fields > li[id="e-${name}"]`);
  }

  async openRow(name: string): Promise<Locator> {
    const row = this.row(name);
    if (!(await row.locator('details').evaluate((details: HTMLDetailsElement) => details.open))) await row.locator('summary').click();
    return row;
  }

  /** Returns the settings in the JSON text area. */
  async settings(): Promise<Record<string, { label?: string; required?: boolean }>> {
    return JSON.parse(await this.json.inputValue());
  }

  get preview() {
    return this.page.frameLocator('#frame');
  }

  async save(): Promise<void> {
    await this.review.click();
    await this.page.getByRole('button', { name: 'Confirm' }).click();
    await expect(this.page.locator('#outcome').getByRole('status')).toContainText('Saved as version');
  }
}
