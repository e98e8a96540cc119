// A change in IAM takes seconds to arrive: the page says so, helps meanwhile, and goes on by itself.

import { Console } from './sandbox';
import { Server } from './server';
import { expect, test } from './test';
import { policy, WITHOUT_LIST, Widget } from './widget';

const patient = test.extend<object, { server: Server }>({
  server: [
    async ({}, use) => {
      const server = await Server.start({ S3_CONNECT_IAM_WAIT_SECONDS: '30' });
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
});

patient('a refusal waits with its remedy at hand, and a change that arrives ends the wait', async ({ page, context, server, tenant }) => {
  const name = `late-${tenant.replaceAll('_', '-')}`;
  const aws = new Console(await context.newPage(), server.sandbox);
  const keys = await aws.createUser(name, policy(WITHOUT_LIST));
  const widget = new Widget(page);
  await widget.open((await server.session(tenant)).url);
  await widget.fillKeys({ bucket: 'my-company-data', prefix: 'exports/', ...keys });
  await widget.save.click();

  const list = widget.step('list');
  await expect(list).toContainText('Waiting for AWS');
  await expect(list).toContainText('we keep asking for about 30 seconds');
  await expect(list).toContainText('may not list the files in my-company-data/exports/');
  await expect(page.locator('#running')).toContainText('AWS refuses something so far');
  await expect(widget.said).toContainText('AWS refuses something so far');
  await expect(widget.step('put')).toContainText('Passed');

  const turns = () => list.locator('.mark').evaluate((mark) => getComputedStyle(mark).animationName);
  expect(await turns()).toBe('turn');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await turns()).toBe('none');

  await list.getByRole('button', { name: 'Copy: Statement' }).click();
  const statement = JSON.parse(await list.locator('pre').innerText());
  await aws.putUser(name, policy(WITHOUT_LIST, statement));
  await widget.connected();
});
