// What is worth knowing about a connection stands on its page, and stops nobody.

import { expect, test } from './test';
import { Widget } from './widget';

test('a folder that somebody else uses too', async ({ page, server, tenant }) => {
  const sample = server.sample('full-access');
  const widget = new Widget(page);
  const other = `${tenant}_other`;
  await widget.connectByKeys((await server.session(other)).url, sample);
  await widget.connectByKeys((await server.session(tenant)).url, sample);
  const notice = page.locator('#warning-overlapping_prefix');
  await expect(notice).toContainText('Another connection uses my-company-data/incoming/ as well.');
  await expect(notice).toContainText('put {tenant} into the path prefix');
  expect(await page.content()).not.toContain(other);

  await widget.press('Change');
  await widget.awake();
  await widget.fillKeys({ ...sample, bucket: 'my-company-frankfurt', prefix: '{tenant}/' });
  await widget.press('Test and replace');
  await widget.connected();
  await expect(notice).toHaveCount(0);
});
