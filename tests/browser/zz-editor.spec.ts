import { Editor } from './admin';
import { expect, test } from './test';
const OUT = '/tmp/editor-shots';
const P = {
  bucket: { label: 'Bucket' }, path_prefix: { label: 'Path prefix' }, aws_access_key_id: {}, aws_secret_access_key: {}, aws_external_id: {}, aws_role_arn: {},
  team: { label: 'Team', type: 'select', default: 'b', options: [{ name: 'First', value: 'a' }, { name: 'Second', value: 'b' }] },
  size: { label: 'Size', type: 'number', adornment: { start: 'about', end: 'MB' }, default: 5 },
  days: { label: 'Days', type: 'multiselect', default: ['sun'], options: [{ name: 'Saturday', value: 'sat' }, { name: 'Sunday', value: 'sun' }] },
  agreed: { label: 'Agreed', type: 'boolean', default: true },
};
for (const [name, width, scheme] of [['wide-light', 1400, 'light'], ['wide-dark', 1400, 'dark'], ['narrow', 320, 'light']] as const) {
  test(name, async ({ page, server, tenant }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme });
    const flow = `shot-${name}`;
    await server.flow(flow, 'read', P);
    const editor = await Editor.open(page, server, flow);
    await page.waitForTimeout(300);
    await page.screenshot({ path: `${OUT}/${name}-1.png` });
    await editor.openRow('bucket');
    await editor.openRow('team');
    await editor.json.fill((await editor.json.inputValue()).replace('"number"', '"colour"'));
    await expect(editor.problems).not.toBeEmpty();
    await page.locator('#lines > li.bad').scrollIntoViewIfNeeded();
    await page.screenshot({ path: `${OUT}/${name}-2.png` });
    await editor.json.fill((await editor.json.inputValue()).replace('"colour"', '"number"').replace('"Size"', '"How large"'));
    await expect(editor.problems).toBeEmpty();
    await page.getByRole('checkbox', { name: 'Access keys' }).uncheck();
    await editor.review.click();
    await page.getByText('The same as JSON').click();
    await page.screenshot({ path: `${OUT}/${name}-3.png`, fullPage: true });
    await server.flow(flow, 'write', P);
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.screenshot({ path: `${OUT}/${name}-4.png`, fullPage: true });
    await page.goto(`${server.url}/admin/dev/flows/${flow}/history`);
    await page.screenshot({ path: `${OUT}/${name}-5.png`, fullPage: true });
    await page.goto(`${server.url}/admin/dev/flows/${flow}/history/1`);
    await page.waitForTimeout(300);
    await page.screenshot({ path: `${OUT}/${name}-6.png`, fullPage: true });
  });
}
