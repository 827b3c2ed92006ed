import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG, startWecomApp } from '../testing/wecom-app';
import type { WecomApp } from '../testing/wecom-app';

const dataDir = mkdtempSync(join(tmpdir(), 'wecom-'));
let app: WecomApp;
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
afterEach(() => app.close());

it('goes on after a restart where it was; only the bytes of uploads are gone', async () => {
  app = await startWecomApp({ dataDir });
  const { wecom } = app.sandbox.control;
  const { shoppers } = await app.sandbox.control.people();
  const lin = shoppers[0]!.external_userid;
  const { media_id } = await app.upload('media/upload?type=image', { bytes: PNG, name: 'a.png' });
  const way = await app.call('externalcontact/add_contact_way', { type: 1, scene: 2, user: ['laozhou'] });
  const mass = await app.call('externalcontact/add_msg_template', {
    sender: 'xiaomei',
    text: { content: '周末新品' },
  });
  const members = { handover_userid: 'xiaomei', takeover_userid: 'laozhou' };
  await app.call('externalcontact/transfer_customer', { ...members, external_userid: [lin] });
  const { chatId } = await wecom.createGroup({ owner: 'xiaomei', name: '会员群' });
  const { receiver } = app;
  await app.sandbox.close();

  const again = await startWecomApp({ dataDir, keepState: true });
  await receiver.close();
  app = again;
  const { control } = app.sandbox;
  const send = { touser: 'xiaomei', agentid: app.sandbox.env.WECOM_AGENTID, msgtype: 'image' };
  expect(await app.errcode('message/send', { ...send, image: { media_id } })).toBe(0);
  expect(await app.errcode(`media/get?media_id=${String(media_id)}`)).toBe(40007);
  expect(await app.errcode('externalcontact/get_contact_way', { config_id: way.config_id })).toBe(0);
  expect(await app.errcode('externalcontact/groupchat/get', { chat_id: chatId })).toBe(0);
  await control.wecom.confirmMass('xiaomei', String(mass.msgid));
  expect((await control.inbox('lin')).chats).toHaveLength(1);
  await control.advanceClock(24 * 3600 + 1);
  const { customer } = await app.call('externalcontact/transfer_result', members);
  expect(customer).toMatchObject([{ external_userid: lin, status: 1 }]);
  expect((await app.events()).map(({ ChangeType }) => ChangeType)).toEqual([
    'del_external_contact',
    'add_external_contact',
  ]);
});
