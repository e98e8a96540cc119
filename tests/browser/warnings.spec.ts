// Warnings: they are on the connection's page and do not prevent saving.

import { expect, test } from './fixtures';
import { WidgetPage } from './widget-page';

test('warns about a folder that another connection uses too', async ({ page, server, tenant }) => {
  const sample = server.sample('full-access');
  const widget = new WidgetPage(page);
  const other = `${tenant}_other`;
  await widget.connectByKeys((await server.session(other)).url, sample);
  await widget.connectByKeys((await server.session(tenant)).url, sample);
  const notice = page.locator('#warning-overlapping_prefix');
  await expect(notice).toContainText('Another connection uses my-company-data/incoming/ as well.');
  await expect(notice).toContainText('put {tenant} into the path prefix');
  expect(await page.content()).not.toContain(other);

  await widget.press('Change');
  await widget.waitForHydration();
  await widget.fillKeys({ ...sample, bucket: 'my-company-frankfurt', prefix: '{tenant}/' });
  await widget.press('Test and replace');
  await widget.expectConnected();
  await expect(notice).toHaveCount(0);
});
