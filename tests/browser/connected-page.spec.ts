// What a tenant can do with a saved connection.

import { expect, test } from './fixtures';
import { WidgetPage } from './widget-page';

test('checks again, cancels a change, and replaces the connection', async ({ page, server, tenant }) => {
  const { url } = await server.session(tenant);
  const widget = new WidgetPage(page);
  await widget.connectByKeys(url, server.sample('full-access'));
  await widget.press('Check again');
  await expect(widget.heading).toHaveText('Still connected. Everything works.');
  await expect(widget.heading).toBeFocused();

  await widget.press('Change');
  await expect(widget.heading).toHaveText('Change the connection');
  await expect(widget.bucket).toHaveValue('my-company-data');
  await expect(widget.secret).toHaveValue('');
  await widget.press('Keep the current connection');
  await expect(widget.heading).toHaveText('Connected');

  await widget.press('Change');
  await widget.waitForHydration();
  const other = server.sample('incoming-only');
  await widget.fillKeys(other);
  await widget.press('Test and replace');
  await widget.expectConnected();
  await expect(widget.fact('Access key')).toContainText(other.keyId);
});

test('asks for confirmation before disconnecting', async ({ page, server, tenant }) => {
  const { url } = await server.session(tenant);
  const widget = new WidgetPage(page);
  await widget.connectByKeys(url, server.sample('full-access'));
  await widget.press('Disconnect…');
  await expect(widget.heading).toHaveText('Disconnect this bucket?');
  await widget.press('Keep it');
  await expect(widget.heading).toHaveText('Connected');
  await widget.press('Disconnect…');
  await widget.press('Yes, disconnect');
  await expect(widget.heading).toHaveText('Disconnected');
  await widget.press('Connect again');
  await widget.waitForHydration();
  await expect(widget.save).toBeVisible();
  await expect(widget.keyId).toHaveValue('');
});

test('shows the connection when the tenant comes back', async ({ page, server, tenant }) => {
  const widget = new WidgetPage(page);
  await widget.connectByKeys((await server.session(tenant)).url, server.sample('full-access'));
  await widget.open((await server.session(tenant)).url);
  await expect(widget.heading).toHaveText('Connected');
  await page.reload();
  await expect(widget.heading).toHaveText('Connected');
});
