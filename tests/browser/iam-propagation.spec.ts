// IAM changes take seconds to apply: the page says so, shows the remedy meanwhile, and continues by itself.

import { SandboxConsole } from './sandbox-console';
import { Server } from './server';
import { expect, test } from './fixtures';
import { policy, WITHOUT_LIST, WidgetPage } from './widget-page';

const testWithIamWait = test.extend<object, { server: Server }>({
  server: [
    async ({}, use) => {
      const server = await Server.start({ S3_CONNECT_IAM_WAIT_SECONDS: '30' });
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
});

testWithIamWait('shows the remedy while a denied step is retried, and passes once the change applies', async ({ page, context, server, tenant }) => {
  const name = `late-${tenant.replaceAll('_', '-')}`;
  const aws = new SandboxConsole(await context.newPage(), server.sandbox);
  const keys = await aws.createUser(name, policy(WITHOUT_LIST));
  const widget = new WidgetPage(page);
  await widget.open((await server.session(tenant)).url);
  await widget.fillKeys({ bucket: 'my-company-data', prefix: 'exports/', ...keys });
  await widget.save.click();

  const list = widget.step('list');
  await expect(list).toContainText('Waiting for AWS');
  await expect(list).toContainText('we keep retrying for about 30 seconds');
  await expect(list).toContainText('is not allowed to list the files in my-company-data/exports/');
  await expect(page.locator('#running')).toContainText('AWS is still denying a request');
  await expect(widget.announcement).toContainText('AWS is still denying a request');
  await expect(widget.step('put')).toContainText('Passed');

  const animation = () => list.locator('.mark').evaluate((mark) => getComputedStyle(mark).animationName);
  expect(await animation()).toBe('turn');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await animation()).toBe('none');

  await list.getByRole('button', { name: 'Copy: Statement' }).click();
  const statement = JSON.parse(await list.locator('pre').innerText());
  await aws.setUserPolicy(name, policy(WITHOUT_LIST, statement));
  await widget.expectConnected();
});
