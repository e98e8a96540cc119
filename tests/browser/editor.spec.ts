// The flow editor: each side follows the other, mistakes appear on their line, and the preview is what tenants get.

import { AxeBuilder } from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import { EditorPage, signIn } from './editor-page';
import { type Page, expect, test } from './fixtures';
import { WidgetPage } from './widget-page';

const PARAMS = {
  bucket: { label: 'Bucket' },
  path_prefix: { label: 'Path prefix' },
  aws_access_key_id: {},
  aws_secret_access_key: {},
  aws_external_id: {},
  aws_role_arn: {},
  team: { label: 'Team', type: 'select', default: 'b', options: [{ name: 'First', value: 'a' }, { name: 'Second', value: 'b' }] },
  size: { label: 'Size', type: 'number', adornment: { start: 'about', end: 'MB' }, default: 5 },
  notes: { label: 'Notes', type: 'multiline', description: 'Anything.' },
  days: { label: 'Days', type: 'multiselect', default: ['sun'], options: [{ name: 'Saturday', value: 'sat' }, { name: 'Sunday', value: 'sun' }] },
  agreed: { label: 'Agreed', type: 'boolean', default: true },
  token_2: { label: 'Token', type: 'password' },
};

const flowName = (name: string, tenant: string) => `${name}-${tenant.replaceAll('_', '-')}`;

const cursor = (json: Locator) => json.evaluate((area: HTMLTextAreaElement) => [area.selectionStart, area.selectionEnd]);

test('each side follows what is typed on the other, and keeps the cursor', async ({ page, server, tenant }) => {
  const flow = flowName('sides', tenant);
  await server.putFlow(flow, 'read', PARAMS);
  const editor = await EditorPage.open(page, server, flow);
  const row = await editor.openRow('bucket');
  const label = row.getByLabel('Label');
  await label.fill('');
  await label.pressSequentially('Your storage', { delay: 40 });
  await expect(editor.preview.getByLabel('Your storage', { exact: true })).toBeVisible();
  await expect(label).toBeFocused();
  await expect(label).toHaveValue('Your storage');
  expect((await editor.settings()).bucket?.label).toBe('Your storage');

  await editor.json.evaluate((area: HTMLTextAreaElement) => {
    const at = area.value.indexOf('Your storage') + 4;
    area.focus();
    area.setSelectionRange(at, at);
  });
  await page.keyboard.type(' very own', { delay: 40 });
  await expect(label).toHaveValue('Your very own storage');
  await expect(editor.preview.getByLabel('Your very own storage', { exact: true })).toBeVisible();
  const at = (await editor.json.inputValue()).indexOf(' storage');
  expect(await cursor(editor.json)).toEqual([at, at]);
  await expect(editor.json).toBeFocused();
  await expect(row.locator('details')).toHaveAttribute('open');
  await page.keyboard.press('Control+Z');
  await expect(editor.json).not.toHaveValue(/very own/);
});

test('shows a mistake on its line of the JSON, and saves nothing', async ({ page, server, tenant }) => {
  const flow = flowName('wrong', tenant);
  await server.putFlow(flow, 'read', PARAMS);
  const editor = await EditorPage.open(page, server, flow);
  const good = await editor.json.inputValue();
  const lines = good.split('\n');
  const at = lines.findIndex((line) => line.includes('"Path prefix"'));
  await editor.json.fill(lines.with(at, '    "label": "Path prefix" oops,').join('\n'));
  await expect(editor.problems).toContainText(`Line ${at + 1}`);
  const bad = page.locator('#lines > li.bad');
  await expect(bad).toHaveCount(1);
  await expect(bad.locator('.says')).toContainText('Expected');
  // The message takes no room of its own: the line keeps its height.
  const line = await page.locator('#lines > li').nth(at).boundingBox();
  expect(await bad.boundingBox()).toEqual(line);
  await expect(editor.json).toHaveAttribute('aria-invalid', 'true');
  await page.getByRole('link', { name: `Line ${at + 1}` }).click();
  const from = lines.slice(0, at).join('\n').length + 1;
  expect((await cursor(editor.json))[0]).toBe(from);
  await editor.review.click();
  await expect(page.getByRole('alert')).toContainText(`Line ${at + 1}`);
  await expect(editor.json).toHaveValue(/oops/);

  await editor.json.fill(good.replace('"number"', '"colour"'));
  const kind = good.split('\n').findIndex((line) => line.includes('"number"'));
  await expect(editor.problems).toContainText(`Line ${kind + 1}`);
  await expect(editor.row('size')).toHaveClass(/invalid/);
  await editor.json.fill(good);
  await expect(editor.problems).toBeEmpty();
  await editor.review.click();
  await expect(page.getByText('There are no changes to save.')).toBeVisible();
});

test('a reviewed change is saved, and the widget shows it on the next load', async ({ page, context, server, tenant }) => {
  const flow = flowName('saved', tenant);
  await server.putFlow(flow, 'read', PARAMS);
  const widget = new WidgetPage(await context.newPage());
  const { url } = await server.session(tenant, { flow });
  const editor = await EditorPage.open(page, server, flow);
  await page.getByRole('button', { name: '+ Region' }).click();
  await expect(editor.row('region').getByLabel('Label')).toBeFocused();
  await editor.row('region').getByLabel('Required').check();
  for (let moves = 0; moves < 3; moves++) await page.getByRole('button', { name: 'Move up: Region' }).click();
  await page.getByRole('button', { name: 'Remove: Notes' }).click();
  await expect(editor.row('notes')).toHaveCount(0);
  await expect.poll(async () => Object.keys(await editor.settings()).indexOf('region')).toBe(8);
  await editor.review.click();
  await expect(page.getByText('The field “Region” appears.')).toBeVisible();
  await expect(page.getByText('The field “Notes” disappears.')).toBeVisible();
  await page.getByText('Changes as JSON').click();
  await expect(page.locator('ins', { hasText: '"region":' })).toBeVisible();
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByText('Saved as version 2.')).toBeVisible();
  await widget.open(url);
  await expect(widget.page.getByLabel('Region')).toBeVisible();
  await expect(widget.page.getByLabel('Notes')).toHaveCount(0);

  await page.getByRole('link', { name: 'History' }).click();
  await expect(page.getByText('Version 2 by Anna')).toBeVisible();
  await page.getByRole('link', { name: 'View version 1' }).click();
  await expect(editor.preview.getByLabel('Notes')).toBeVisible();
  await page.getByRole('button', { name: 'Restore this version' }).click();
  await expect(page.getByText('Saved as version 3.')).toBeVisible();
  await widget.open(url);
  await expect(widget.page.getByLabel('Notes')).toBeVisible();
});

test('announces what succeeded, and reports what failed', async ({ page, context, server, tenant, watch }) => {
  const flow = flowName('undone', tenant);
  await server.putFlow(flow, 'read', PARAMS);
  const editor = await EditorPage.open(page, server, flow);
  const status = page.locator('#follow');
  const up = page.getByRole('button', { name: 'Move up: Path prefix' });
  const down = page.getByRole('button', { name: 'Move down: Path prefix' });
  await up.click();
  await expect(status).toHaveText('Moved up.');
  const good = await editor.json.inputValue();
  watch.expected.push(/ERR_INTERNET_DISCONNECTED/);
  await context.setOffline(true);
  await down.click();
  await expect(status).toContainText('can’t be reached');
  expect(await editor.json.inputValue()).toBe(good);
  await context.setOffline(false);

  await editor.json.fill(good.replace('{', '{ oops'));
  await expect(editor.problems).toContainText('Line 1');
  await down.click();
  const summary = page.locator('.summary');
  await expect(summary).toBeFocused();
  await expect(summary).toContainText('Line 1, column 3');
  await expect(status).toBeEmpty();
  await summary.getByRole('link').click();
  await expect(editor.json).toBeFocused();
  await editor.json.fill(good);
  await expect(summary).toHaveCount(0);

  await page.getByLabel('Type', { exact: true }).last().selectOption('number');
  await page.getByLabel('Custom field').fill('no good name');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(summary).toBeFocused();
  await summary.getByRole('link').click();
  await expect(page.getByLabel('Custom field')).toBeFocused();
  await expect(editor.json).not.toHaveAttribute('aria-invalid');
  await page.getByLabel('Custom field').fill('colour');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(editor.row('colour').getByLabel('Label')).toBeFocused();
  expect((await editor.settings()).colour).toMatchObject({ type: 'number' });

  // The review button posts the form as usual, and a whole page says why nothing was saved.
  await editor.row('colour').getByLabel('Label').fill('');
  await expect(editor.row('colour')).toHaveClass(/invalid/);
  await editor.review.click();
  await expect(summary).toBeFocused();
  await summary.getByRole('link', { name: 'colour.label' }).click();
  await expect(editor.row('colour')).toBeFocused();
});

test('the preview shows what was typed, also after Back on the review page', async ({ page, server, tenant }) => {
  const flow = flowName('back', tenant);
  await server.putFlow(flow, 'read', PARAMS);
  const editor = await EditorPage.open(page, server, flow);
  await (await editor.openRow('team')).getByLabel('Label').fill('Crew');
  await editor.review.click();
  await page.getByRole('button', { name: 'Back' }).click();
  await expect(editor.preview.getByLabel('Crew')).toBeVisible();
});

test('asks before an edit is lost', async ({ page, server, tenant }) => {
  const flow = flowName('unsaved', tenant);
  await server.putFlow(flow, 'read', PARAMS);
  const editor = await EditorPage.open(page, server, flow);
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    return dialog.dismiss();
  });
  const history = page.getByRole('link', { name: 'History' });
  const label = (await editor.openRow('bucket')).getByLabel('Label');
  await label.fill('Your storage');
  await history.click();
  await expect.poll(() => asked).toEqual(['beforeunload']);
  await expect(label).toHaveValue('Your storage');
  // The question depends on what is saved, not on whether somebody typed.
  await expect(editor.form).toHaveAttribute('data-unsaved');
  await label.fill('Bucket');
  await expect(editor.form).not.toHaveAttribute('data-unsaved');
  await label.fill('Your storage');
  await editor.save();
  await history.click();
  await expect(page.getByText('Version 2 by Anna')).toBeVisible();
  expect(asked).toHaveLength(1);
});

test('the bar at the bottom hides nothing that has the focus', async ({ page, server, tenant }) => {
  await page.setViewportSize({ width: 700, height: 500 });
  const flow = flowName('bar', tenant);
  await server.putFlow(flow, 'read', PARAMS);
  const editor = await EditorPage.open(page, server, flow);
  for (const name of ['bucket', 'size']) await editor.openRow(name);
  await page.evaluate(() => scrollTo(0, 0));
  await page.getByRole('checkbox', { name: 'Access keys' }).focus();
  let reached = 0;
  while (!(await editor.review.evaluate((review) => review === document.activeElement)) && reached < 200) {
    await page.keyboard.press('Tab');
    reached += 1;
    const hidden = await page.evaluate(() => {
      const [focused, bar] = [document.activeElement as HTMLElement, document.querySelector('.save') as HTMLElement];
      if (bar.contains(focused) || focused.matches('#json, iframe')) return null;
      // Of a textarea, the line with the cursor is enough.
      const { top, height } = focused.getBoundingClientRect();
      return top + Math.min(height, 32) > bar.getBoundingClientRect().top ? focused.outerHTML : null;
    });
    expect(hidden).toBeNull();
  }
  expect(reached).toBeGreaterThan(30);
});

test('the preview shows each page of the widget, in dark and in another language', async ({ page, server, tenant }) => {
  const flow = flowName('pages', tenant);
  await server.putFlow(flow, 'both', PARAMS);
  const editor = await EditorPage.open(page, server, flow);
  const { preview } = editor;
  const select = (title: string, option: string) => page.getByLabel(title, { exact: true }).selectOption(option);
  await select('Page', 'Access keys');
  await expect(preview.getByLabel('Access key ID')).toBeVisible();
  await select('Page', 'Role');
  await expect(preview.getByLabel('Role ARN')).toBeVisible();
  await select('Page', 'Failed check');
  await expect(preview.locator('.verdict.failed')).toContainText('1 of');
  await expect(preview.locator('#step-list .failed')).toContainText('s3:ListBucket');
  await select('Page', 'Connected');
  await expect(preview.getByRole('heading', { level: 1 })).toContainText('Connected');
  await select('Language', 'Deutsch');
  await expect(preview.locator('html')).toHaveAttribute('lang', 'de');
  await select('Colors', 'Dark');
  await expect(preview.locator('html')).toHaveCSS('color-scheme', 'dark');
  await expect(preview.getByRole('button', { name: 'Noch einmal prüfen' })).toBeVisible();
  // What is typed appears in the same page and language.
  await select('Page', 'First visit');
  await (await editor.openRow('team')).getByLabel('Label').fill('Crew');
  await expect(preview.getByLabel('Crew')).toBeVisible();
  await expect(preview.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page.getByLabel('Language', { exact: true })).toHaveValue('de');
});

test('every id is unique', async ({ page, context, server, tenant }) => {
  const flow = flowName('ids', tenant);
  const own = ['a', 'a-d', 'a-h', 'a-label', 'a-up', 'a-more', 'a-default', 'a-default-0', 'access-d'];
  await server.putFlow(flow, 'read', { ...PARAMS, ...Object.fromEntries(own.map((name) => [name, { type: 'multiselect', options: [{ name: 'One', value: '1' }] }])) });
  await EditorPage.open(page, server, flow);
  const widget = new WidgetPage(await context.newPage());
  await widget.open((await server.session(tenant, { flow })).url);
  for (const tab of [page, widget.page]) {
    const ids = await tab.locator('[id]').evaluateAll((all) => all.map((element) => element.id));
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  }
});

/** Describes the elements and texts of a page, except for what depends on the tenant or the time. */
function describe(stage: Locator): Promise<string[]> {
  return stage.evaluate((root) => {
    const lines: string[] = [];
    const walk = (node: Node, depth: number) => {
      const pad = ' '.repeat(depth);
      if (node instanceof (node.ownerDocument?.defaultView as typeof window).Text) {
        const text = node.data.replaceAll(/\s+/g, ' ').trim();
        if (text) lines.push(pad + text);
        return;
      }
      const element = node as Element;
      if (element.nodeType !== 1) return;
      const attributes = [...element.attributes].filter((a) => !(element.getAttribute('name') === 'token' && a.name === 'value') && a.name !== 'data-examples');
      lines.push(`${pad}<${element.tagName} ${attributes.map((a) => `${a.name}=${a.value}`).sort().join(' ')}>`);
      if (element.id !== 'external-id') for (const child of element.childNodes) walk(child, depth + 1);
    };
    walk(root, 0);
    return lines;
  });
}

test('the preview equals the page that tenants get', async ({ page, context, browser, server, tenant, watch }) => {
  const flow = flowName('same', tenant);
  await server.putFlow(flow, 'both', PARAMS);
  await EditorPage.open(page, server, flow);
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const theirs = await plain.newPage();
  // The preview uses a tenant of this name.
  await theirs.goto((await server.session('acme', { flow })).url);
  const id = await theirs.locator('#external-id').textContent();
  const preview = await describe(page.frameLocator('#frame').locator('#stage'));
  expect(preview.length).toBeGreaterThan(100);
  const withoutId = (line: string) => line.replaceAll(id ?? '', 'each-tenant-has-one-of-its-own');
  expect(preview).toEqual((await describe(theirs.locator('#stage'))).map(withoutId));
  await plain.close();
  // The preview is for looking only: pressing a button sends nothing.
  const frame = page.frameLocator('#frame');
  await frame.getByRole('radio', { name: 'Role' }).check();
  await expect(frame.getByLabel('Role ARN')).toBeVisible();
  watch.expected.push(/form-action/);
  const requests: string[] = [];
  context.on('request', (request) => requests.push(request.url()));
  await frame.getByRole('button', { name: 'Test and save' }).click();
  await page.waitForTimeout(300);
  expect(requests).toEqual([]);
});

test.describe('JavaScript off', () => {
  test.use({ javaScriptEnabled: false });

  test('buttons do what the script would do', async ({ page, server, tenant }) => {
    const flow = flowName('plain', tenant);
    await server.putFlow(flow, 'read', PARAMS);
    const editor = await EditorPage.open(page, server, flow);
    const names = async () => Object.keys(await editor.settings());
    await page.getByRole('button', { name: 'Move up: Path prefix' }).click();
    expect((await names()).slice(0, 2)).toEqual(['path_prefix', 'bucket']);
    await page.getByRole('button', { name: 'Remove: Notes' }).click();
    await page.getByLabel('Custom field').fill('colour');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    expect(await names()).toContain('colour');
    await page.getByRole('checkbox', { name: 'Access keys' }).uncheck();
    await page.getByRole('radio', { name: 'Both' }).check();
    const row = await editor.openRow('team');
    await row.getByLabel('Required').check();
    await page.getByRole('button', { name: 'Update preview' }).click();
    await expect(editor.preview.getByLabel('colour')).toBeVisible();
    await expect(editor.preview.getByLabel('Access key ID')).toHaveCount(0);
    await editor.save();
    const saved = await editor.settings();
    expect(saved.team?.required).toBe(true);
    expect(Object.keys(saved)).not.toContain('aws_access_key_id');

    await editor.json.fill((await editor.json.inputValue()).replace('"colour"', '"colour": {'));
    await editor.review.click();
    await expect(page.getByRole('alert')).toContainText('Line');
    await editor.json.fill(JSON.stringify({ ...saved, colour: { label: 'Couleur' } }));
    await page.getByRole('button', { name: 'Apply JSON' }).click();
    await expect((await editor.openRow('colour')).getByLabel('Label')).toHaveValue('Couleur');
    await editor.save();
  });
});

async function expectAccessible(page: Page, what: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map((v) => `${v.id}: ${v.nodes.map((node) => `${node.target} ${node.failureSummary}`).join('; ')}`);
    expect(found, `${what}, ${colorScheme}`).toEqual([]);
  }
  const [scroll, client] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  expect(scroll, what).toBeLessThanOrEqual(client ?? 0);
}

for (const width of [320, 1400]) {
  test(`every page of the editor is accessible and fits into ${width} pixels`, async ({ page, server, tenant }) => {
    test.slow();
    await page.setViewportSize({ width, height: 800 });
    const flow = flowName(`fits-${width}`, tenant);
    const long = { label: `A label that goes on ${'and on '.repeat(20)}`.trim(), description: 'x'.repeat(300) };
    await server.putFlow(flow, 'read', { ...PARAMS, a_name_that_somebody_had_to_think_of_for_quite_a_long_while: long });
    const editor = await EditorPage.open(page, server, flow);
    for (const name of ['bucket', 'team', 'days', 'agreed']) await editor.openRow(name);
    await expectAccessible(page, 'the settings');
    await editor.json.fill((await editor.json.inputValue()).replace('"select"', '"colour"'));
    await expect(editor.problems).not.toBeEmpty();
    await expectAccessible(page, 'something wrong');
    await editor.json.fill((await editor.json.inputValue()).replace('"colour"', '"select"').replace('First', 'Premier'));
    await expect(editor.problems).toBeEmpty();
    await editor.review.click();
    await page.getByText('Changes as JSON').click();
    await expectAccessible(page, 'the changes');
    await server.putFlow(flow, 'write', PARAMS);
    await page.getByRole('button', { name: 'Confirm' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Somebody else');
    await expectAccessible(page, 'a conflict');
    await page.goto(`${server.url}/admin/dev/flows/${flow}/history`);
    await expectAccessible(page, 'the history');
    await page.goto(`${server.url}/admin/dev/flows/${flow}/history/1`);
    await expectAccessible(page, 'a version');
  });
}

test('shows hostile texts as text, and runs nothing', async ({ page, context, server, tenant, watch }) => {
  const flow = flowName('hostile', tenant);
  const attacks = [
    '<script>alert(1)</script>',
    '</script><script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onfocus=alert(1) autofocus x='",
    '</textarea><script>alert(1)</script>',
    '</title><svg onload=alert(1)>',
    '<!--<script>',
    ']]><script>alert(1)</script>',
    'javascript:alert(1)',
    '{{7*7}}${7*7}<%= 7*7 %>',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
  ];
  const params: Record<string, object> = { bucket: {}, aws_external_id: {}, aws_role_arn: {}, __proto__x: { label: '__proto__' }, constructor: { label: 'constructor' } };
  attacks.forEach((attack, n) => {
    params[`text${n}`] = { label: attack, description: attack, adornment: { start: attack.slice(0, 40), end: attack.slice(0, 40) }, default: attack };
    params[`area${n}`] = { label: attack, type: 'multiline', default: attack };
    params[`pick${n}`] = { label: attack, type: 'select', default: attack, options: [{ name: attack, value: attack }] };
  });
  await server.putFlow(flow, 'both', params);
  context.on('dialog', (dialog) => {
    // The editor asks before what was typed is lost.
    if (dialog.type() === 'beforeunload') return dialog.accept();
    watch.report(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant, { flow })).url);
  for (const [n, attack] of attacks.entries()) {
    await expect(page.locator(`label[for="f-text${n}"]`)).toContainText(attack);
    await expect(page.locator(`[id="f-text${n}.d"]`)).toHaveText(attack);
    await expect(page.locator(`#f-text${n}`)).toHaveValue(attack);
    await expect(page.locator(`#f-area${n}`)).toHaveValue(attack);
    await expect(page.locator(`#f-pick${n}`)).toHaveValue(attack);
  }
  const editor = await EditorPage.open(page, server, flow);
  for (const [n, attack] of attacks.entries()) {
    await expect(page.locator(`[id="e-text${n}.label"]`)).toHaveValue(attack);
    await expect(editor.preview.locator(`#f-text${n}`)).toHaveValue(attack);
  }
  await (await editor.openRow('text0')).getByLabel('Label').fill('<i>x</i>');
  await expect(editor.json).toHaveValue(/<i>x<\/i>/);
  await expect(editor.preview.locator('label[for=f-text0]')).toContainText('<i>x</i>');
  await editor.json.fill((await editor.json.inputValue()).replace('"label": "<i>x</i>"', '"label": "x", "</textarea><img src=x onerror=alert(1)>": 1'));
  await expect(editor.problems).toContainText('<img src=x onerror=alert(1)>');
  await page.goto(`${server.url}/admin/dev/flows/${flow}/history/1`);
  await page.getByText('connect_ui_params', { exact: true }).click();
  await expect(page.locator('pre')).toContainText(attacks[1] as string);
});

test('the form keeps working after signing in again in another tab', async ({ page, context, server, tenant }) => {
  const flow = flowName('again', tenant);
  await server.putFlow(flow, 'read', PARAMS);
  const editor = await EditorPage.open(page, server, flow);
  const label = (await editor.openRow('bucket')).getByLabel('Label');
  await label.fill('Your storage');
  await expect(editor.preview.getByLabel('Your storage', { exact: true })).toBeVisible();

  const other = await context.newPage();
  await other.goto(`${server.url}/admin/dev/flows`);
  await other.getByRole('button', { name: 'Sign out' }).click();
  await label.fill('Your own storage');
  await expect(page.locator('#follow')).toContainText('Sign in again in another tab');
  await signIn(other, server.url, server.adminKey, '/dev/flows');
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Flows');

  // The form still has the token of the old session. The script renews it.
  await label.fill('Your very own storage');
  await expect(editor.preview.getByLabel('Your very own storage', { exact: true })).toBeVisible();
  await editor.save();
  expect((await editor.settings()).bucket?.label).toBe('Your very own storage');
});
