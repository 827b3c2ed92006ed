import { encrypt, getSignature } from '@wecom/crypto';
import { startSandbox } from '../../sandbox';
import { PlatformClient } from '../../testing/platform';
import type { Json } from '../../testing/platform';
import { startWecomApp } from '../../testing/wecom-app';
import type { WecomApp } from '../../testing/wecom-app';

let app: WecomApp;
beforeAll(async () => {
  app = await startWecomApp();
});
afterAll(() => app.close());
beforeEach(() => app.reset());

const main_title = { title: '新的自提单', desc: '请在十点前备货' };
const buttons = (changes: Json = {}): Json => ({
  card_type: 'button_interaction',
  main_title,
  task_id: 'order-1',
  button_list: [
    { text: '已备货', style: 1, key: 'ready' },
    { text: '缺货', style: 2, key: 'short' },
  ],
  ...changes,
});
const options = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `o${index}`, text: `选项${index}` }));
const vote = (changes: Json = {}): Json => ({
  card_type: 'vote_interaction',
  main_title,
  task_id: 'vote-1',
  checkbox: { question_key: 'when', option_list: options(3), mode: 1 },
  submit_button: { text: '提交', key: 'submit' },
  ...changes,
});
const multiple = (changes: Json = {}): Json => ({
  card_type: 'multiple_interaction',
  main_title,
  task_id: 'choose-1',
  select_list: [{ question_key: 'shelf', option_list: options(2) }],
  submit_button: { text: '提交', key: 'submit' },
  ...changes,
});
const notice = (changes: Json = {}): Json => ({
  card_type: 'text_notice',
  main_title,
  card_action: { type: 1, url: 'https://example.com' },
  ...changes,
});
const news = (changes: Json = {}): Json => ({ ...notice(), card_type: 'news_notice', ...changes });
const key = (name: string) => ({ text: '好', key: name });
const choice = (count: number) => ({ question_key: 'q', option_list: options(count) });
const send = (template_card: Json, touser = 'xiaomei|laozhou') =>
  app.call('message/send', {
    touser,
    msgtype: 'template_card',
    agentid: Number(app.sandbox.env.WECOM_AGENTID),
    template_card,
  });
const update = (response_code: unknown, body: Json = {}) =>
  app.call('message/update_template_card', {
    agentid: Number(app.sandbox.env.WECOM_AGENTID),
    response_code,
    userids: ['xiaomei'],
    button: { replace_name: '已处理' },
    ...body,
  });
const press = (key = 'ready', card = 'order-1', selected?: Record<string, string[]>) =>
  app.sandbox.control.wecom.pressCard('xiaomei', { card, key, ...(selected ? { selected } : {}) });
const cardOf = async (userid: string) =>
  (await app.sandbox.control.wecom.sent(userid)).messages.at(-1)?.content as Json;

describe('A template card', () => {
  it.each<[string, Json, number]>([
    ['with buttons', buttons(), 0],
    ['with a vote', vote(), 0],
    ['with lists', multiple(), 0],
    ['with a text', notice(), 0],
    ['with a subtitle alone', notice({ main_title: undefined, sub_title_text: '只有副标题' }), 0],
    ['with a picture', news({ card_image: { url: 'https://example.com/a.png' } }), 0],
    ['of news without a picture', news(), 40058],
    ['without any title', notice({ main_title: undefined }), 40058],
    ['without an action', notice({ card_action: undefined }), 40058],
    ['with an action that leads nowhere', notice({ card_action: { type: 1 } }), 40058],
    ['with a menu but no task_id', notice({ action_menu: { action_list: [key('mute')] } }), 40058],
    ['of an unknown type', { card_type: 'poster' }, 40058],
    ['of a type that every object has', { card_type: 'constructor' }, 40058],
    ['with buttons but no task_id', buttons({ task_id: undefined }), 42014],
    ['with a space in its task_id', buttons({ task_id: 'order 1' }), 42014],
    ['with 129 bytes of task_id', buttons({ task_id: 'x'.repeat(129) }), 42014],
    ['with six buttons', buttons({ button_list: Array(6).fill(key('k')) }), 0],
    ['with seven buttons', buttons({ button_list: Array(7).fill(key('k')) }), 40058],
    ['with a button without key', buttons({ button_list: [{ text: '好' }] }), 40058],
    ['with buttons but no title', buttons({ main_title: {} }), 40058],
    ['with 21 options', vote({ checkbox: { question_key: 'q', option_list: options(21) } }), 40058],
    ['with four lists', multiple({ select_list: Array(4).fill(choice(2)) }), 40058],
    ['with a list of eleven', multiple({ select_list: [choice(11)] }), 40058],
  ])('%s answers as documented', async (_words, card, errcode) => {
    expect((await send(card)).errcode).toBe(errcode);
  });

  it('brings a response_code when something on it can be pressed', async () => {
    expect((await send(buttons())).response_code).toEqual(expect.any(String));
    expect(await send(notice())).not.toHaveProperty('response_code');
  });

  it('has a task_id of its own', async () => {
    await send(buttons());
    expect((await send(buttons())).errcode).toBe(42014);
    expect((await send(buttons({ task_id: 'order-2' }))).errcode).toBe(0);
  });

  it('that can be pressed needs a callback address', async () => {
    const bare = await startSandbox();
    const sent = (template_card: Json) =>
      new PlatformClient(bare).wecom('/cgi-bin/message/send', {
        touser: 'xiaomei',
        msgtype: 'template_card',
        agentid: bare.env.WECOM_AGENTID,
        template_card,
      });
    expect((await sent(buttons())).errcode).toBe(43012);
    expect((await sent(notice())).errcode).toBe(0);
    await bare.close();
  });
});

describe('Pressing', () => {
  it('tells the app which button, whose card, and how to answer', async () => {
    await send(buttons());
    const { response_code } = await press();
    expect(await app.events()).toMatchObject([
      {
        FromUserName: 'xiaomei',
        Event: 'template_card_event',
        EventKey: 'ready',
        TaskId: 'order-1',
        CardType: 'button_interaction',
        ResponseCode: response_code,
        AgentID: app.sandbox.env.WECOM_AGENTID,
      },
    ]);
  });

  it('carries what was chosen', async () => {
    await send(vote());
    await press('submit', 'vote-1', { when: ['o1', 'o2'] });
    await app.sandbox.control.settle();
    const [received] = app.receiver.received;
    expect(app.open(received!).message).toContain(
      '<SelectedItems><SelectedItem><QuestionKey><![CDATA[when]]></QuestionKey><OptionIds><OptionId><![CDATA[o1]]></OptionId><OptionId><![CDATA[o2]]></OptionId></OptionIds></SelectedItem></SelectedItems>',
    );
    await expect(press('submit', 'vote-1', { when: ['o9'] })).rejects.toThrow('no option o9');
    await expect(press('submit', 'vote-1', { where: ['o1'] })).rejects.toThrow('no question where');
  });

  it('is not possible for what is not there', async () => {
    await expect(press()).rejects.toThrow('no card');
    const { msgid } = await send(buttons(), 'xiaomei');
    await expect(press('other')).rejects.toThrow('no button other');
    await expect(
      app.sandbox.control.wecom.pressCard('laozhou', { card: 'order-1', key: 'ready' }),
    ).rejects.toThrow('no card');
    await app.call('message/recall', { msgid });
    await expect(press()).rejects.toThrow('no card');
  });
});

describe('A response_code', () => {
  it('changes the card once, for those who are named', async () => {
    const { response_code } = await send(buttons());
    expect(await update(response_code, { userids: ['XiaoMei', 'aqiang', 'Nobody'] })).toMatchObject({
      errcode: 0,
      invaliduser: ['aqiang', 'nobody'],
    });
    expect((await update(response_code)).errcode).toBe(40058);
    expect(await cardOf('xiaomei')).toMatchObject({ replace_name: '已处理' });
    expect(await cardOf('laozhou')).not.toHaveProperty('replace_name');
    await expect(press()).rejects.toThrow('replaced');
  });

  it('is good for three days', async () => {
    await send(buttons());
    const { response_code } = await press();
    await app.sandbox.control.advanceClock(72 * 3600 - 60);
    expect((await update(response_code)).errcode).toBe(0);
    const other = (await send(buttons({ task_id: 'order-2' }))).response_code;
    await app.sandbox.control.advanceClock(72 * 3600 + 1);
    expect((await update(other)).errcode).toBe(40058);
  });

  it('can put another card in the place, for a department or everybody', async () => {
    const { response_code } = await send(buttons());
    const changed = { button: undefined, template_card: notice(), userids: undefined };
    expect((await update(response_code, { ...changed, partyids: [4] })).errcode).toBe(0);
    expect(await cardOf('laozhou')).toMatchObject({ card_type: 'text_notice' });
    const again = (await send(buttons({ task_id: 'order-2' }))).response_code;
    expect((await update(again, { ...changed, atall: 1 })).errcode).toBe(0);
  });

  it('is refused with the wrong things beside it, and stays good', async () => {
    const { response_code } = await send(buttons());
    expect((await update(response_code, { agentid: 1 })).errcode).toBe(40056);
    expect((await update(response_code, { userids: [] })).errcode).toBe(40063);
    expect((await update(response_code, { button: undefined })).errcode).toBe(40063);
    expect((await update(response_code, { template_card: { card_type: 'x' } })).errcode).toBe(40058);
    expect((await update('none')).errcode).toBe(40058);
    expect((await update(response_code)).errcode).toBe(0);
  });

  it('is used by a passive reply that replaces the buttons', async () => {
    const { env } = app.sandbox;
    const plain =
      '<xml><MsgType><![CDATA[update_button]]></MsgType><Button><ReplaceName><![CDATA[已备货]]></ReplaceName></Button></xml>';
    const sealed = encrypt(env.WECOM_CALLBACK_AES_KEY ?? '', plain, env.WECOM_CORPID ?? '');
    const signature = getSignature(env.WECOM_CALLBACK_TOKEN ?? '', '1700000000', 'N', sealed);
    const body = `<xml><Encrypt>${sealed}</Encrypt><MsgSignature>${signature}</MsgSignature><TimeStamp>1700000000</TimeStamp><Nonce>N</Nonce></xml>`;
    await send(buttons());
    app.answers.push({ status: 200, body });
    const { response_code } = await press();
    await app.sandbox.control.settle();
    expect(await cardOf('xiaomei')).toMatchObject({ replace_name: '已备货' });
    expect((await update(response_code)).errcode).toBe(40058);
  });
});
