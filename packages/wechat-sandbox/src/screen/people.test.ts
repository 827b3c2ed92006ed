import type { Page } from 'playwright-core';
import { PlatformClient } from '../testing/platform';
import { Screen, executablePath } from '../testing/screen';

const inChromium = executablePath === undefined ? describe.skip : describe;

inChromium('A person at the control screen acts for others', () => {
  let screen: Screen;
  beforeAll(async () => {
    screen = await Screen.start();
  });
  afterEach(() => screen.closePages());
  afterAll(() => screen.close());

  const toast = (page: Page, words: string): Promise<void> =>
    page.getByTestId('toast').getByText(words).first().waitFor();

  it('pays from the sheet of the phone, and cancels', async () => {
    await screen.prepay('people-1', 'lin', { description: '羊绒围巾' });
    await screen.prepay('people-2', 'lin', { description: '护手霜' });
    const page = await screen.open('#phone/lin/pay');
    await page.getByRole('button', { name: '支付 people-1', exact: true }).click();
    const sheet = page.getByRole('dialog', { name: '确认付款' });
    expect(await sheet.getByTestId('pay-amount').textContent()).toBe('¥9.90');
    await sheet.getByRole('button', { name: '确认支付' }).click();
    await toast(page, '支付成功');
    expect((await screen.merchant.query('people-1')).body.trade_state).toBe('SUCCESS');
    await page.getByRole('button', { name: '支付 people-2', exact: true }).click();
    await page.keyboard.press('Escape');
    await toast(page, '小程序收到 requestPayment:fail cancel');
    expect((await screen.merchant.query('people-2')).body.trade_state).toBe('NOTPAY');
    expect(page.mistakes).toEqual([]);
  });

  it('finishes a refund that hangs', async () => {
    const prepayId = await screen.prepay('people-3', 'wang');
    await screen.sandbox.control.pay('wang', { prepayId });
    await screen.sandbox.control.faults({ refunds: 'hold' });
    const amount = { refund: 990, total: 990, currency: 'CNY' };
    await screen.merchant.refund({ out_trade_no: 'people-3', out_refund_no: 'r-3', amount });
    const page = await screen.open('#phone/wang/pay');
    await page.getByText('退款处理中').waitFor();
    await page.getByRole('group', { name: '退款 r-3 的结果' }).getByRole('button', { name: '异常' }).click();
    await page.getByText('退款异常').first().waitFor();
    const answer = await screen.merchant.send('GET', '/v3/refund/domestic/refunds/r-3');
    expect(answer.body.status).toBe('ABNORMAL');
    await screen.sandbox.control.faults({ clear: true });
  });

  it('adds a member with a state, sees the chat, and deletes the member again', async () => {
    const page = await screen.open('#phone/chen/chat');
    await page.getByText('还没有导购').waitFor();
    await page.getByRole('button', { name: /添加导购/ }).click();
    await page.getByLabel('添加谁').selectOption('laozhou');
    await page.getByLabel('state').fill('door-7');
    await page.getByRole('button', { name: '添加', exact: true }).click();
    await toast(page, '陈静添加了老周');
    await page.getByRole('link', { name: /老周/ }).click();
    await page.getByText('你添加了老周').waitFor();
    const { customers } = await screen.sandbox.control.wecom.customers('laozhou');
    expect(customers).toMatchObject([{ shopperId: 'chen', state: 'door-7' }]);
    await page.getByRole('button', { name: '删除老周' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '删除', exact: true }).click();
    await toast(page, '陈静删除了老周');
    expect((await screen.sandbox.control.wecom.customers('laozhou')).customers).toEqual([]);
    expect(page.mistakes).toEqual([]);
  });

  it('talks as the customer, and the member reads it', async () => {
    const phone = await screen.open('#phone/lin/chat/xiaomei');
    await phone.getByLabel('对小美说').fill('春日礼盒今天能取吗？');
    await phone.keyboard.press('Enter');
    await phone.getByRole('tabpanel').getByText('春日礼盒今天能取吗？').waitFor();
    const desk = await screen.open('#wecom/xiaomei/messages');
    await desk.getByRole('link', { name: /林晓/ }).click();
    await desk.getByRole('tabpanel').getByText('春日礼盒今天能取吗？').waitFor();
    await desk.getByLabel('对林晓说').fill('可以的');
    await desk.getByRole('button', { name: '发送' }).click();
    await phone.getByRole('tabpanel').getByText('可以的').waitFor();
  });

  it('confirms a mass message for one of its recipients', async () => {
    const platform = new PlatformClient(screen.sandbox);
    const { shoppers } = await screen.sandbox.control.people();
    const made = await platform.wecom('/cgi-bin/externalcontact/add_msg_template', {
      sender: 'xiaomei',
      external_userid: shoppers.slice(0, 2).map(({ external_userid }) => external_userid),
      allow_select: true,
      text: { content: '双十二预热' },
    });
    const page = await screen.open('#wecom/xiaomei/tasks');
    await page.getByRole('tabpanel').getByText('双十二预热').waitFor();
    await page.getByRole('checkbox', { name: '王磊' }).uncheck();
    await page.getByRole('button', { name: '确认发送（1/2）' }).click();
    await toast(page, '已发送');
    await page.getByRole('list', { name: '收件人' }).getByText('已发送').waitFor();
    expect((await screen.sandbox.control.inbox('lin')).chats.at(-1)).toMatchObject({ msgid: made.msgid });
    expect((await screen.sandbox.control.inbox('wang')).chats).toEqual([]);
  });

  it('presses the button of a card that the app sent', async () => {
    const platform = new PlatformClient(screen.sandbox);
    const template_card = {
      card_type: 'button_interaction',
      main_title: { title: '顾客到店' },
      task_id: 'visit-1',
      button_list: [{ text: '我来接待', style: 1, key: 'take' }],
    };
    const agentid = Number(screen.sandbox.env.WECOM_AGENTID);
    await screen.sandbox.control.configureCallbacks({ wecomCallbackUrl: 'http://127.0.0.1:9/wecom' });
    await platform.wecom('/cgi-bin/message/send', {
      touser: 'xiaomei',
      msgtype: 'template_card',
      agentid,
      template_card,
    });
    const page = await screen.open('#wecom/xiaomei/messages/app');
    await page.getByRole('button', { name: '我来接待' }).click();
    await toast(page, '按下了');
    const [pressed] = (await screen.sandbox.control.notices()).slice(-1);
    expect(pressed?.message).toContain('<EventKey><![CDATA[take]]></EventKey>');
  });

  it('scans a code from the list, and any other text', async () => {
    const platform = new PlatformClient(screen.sandbox);
    await platform.wecom('/cgi-bin/externalcontact/add_contact_way', {
      type: 1,
      scene: 2,
      user: ['aqiang'],
      state: 'shelf',
      remark: '门口',
    });
    const page = await screen.open('#phone/wang/chat');
    await page.getByRole('button', { name: /扫一扫/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: /阿强/ }).click();
    await toast(page, '添加了阿强');
    const { customers } = await screen.sandbox.control.wecom.customers('aqiang');
    expect(customers).toMatchObject([{ shopperId: 'wang', state: 'shelf' }]);
    await page.getByRole('button', { name: /扫一扫/ }).click();
    await page.getByLabel('码里的内容').fill('wxacode:pages/goods/detail?scene=id%3D7');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: '打开了小程序' }).getByText('pages/goods/detail').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /扫一扫/ }).click();
    await page.getByLabel('码里的内容').fill('weixin://wxpay/bizpayurl?pr=nothing');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '确认支付' }).click();
    await toast(page, '二维码无效');
    expect(page.mistakes).toEqual([]);
  });

  it('follows the official account, and accepts a subscribe message', async () => {
    const page = await screen.open('#phone/lin/me');
    await page.getByRole('button', { name: /关注公众号/ }).click();
    await toast(page, '林晓关注了');
    expect((await screen.sandbox.control.inbox('lin')).official.following).toBe(true);
    await page.getByRole('button', { name: '允许一条 取货提醒' }).click();
    await toast(page, 'PICKUP_READY_TEMPLATE: accept');
    await page.getByText('还能收 1 条').waitFor();
    await page.getByRole('button', { name: '拒绝 取货提醒' }).click();
    await toast(page, 'PICKUP_READY_TEMPLATE: reject');
  });
});
