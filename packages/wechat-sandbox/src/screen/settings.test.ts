import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { startReceiver } from '../testing/receiver';
import type { Receiver } from '../testing/receiver';
import { Screen, eventually, executablePath } from '../testing/screen';

const inChromium = executablePath === undefined ? describe.skip : describe;

inChromium('Clock, faults and settings at the control screen', () => {
  let screen: Screen;
  let receiver: Receiver;
  beforeAll(async () => {
    screen = await Screen.start();
    receiver = await startReceiver();
  });
  beforeEach(async () => {
    await screen.sandbox.control.reset();
    receiver.received.length = 0;
  });
  afterEach(() => screen.closePages());
  afterAll(async () => {
    await screen.close();
    await receiver.close();
  });

  const toast = (page: Page, words: string): Promise<void> =>
    page.getByTestId('toast').getByText(words).first().waitFor();
  const pay = async (outTradeNo: string): Promise<void> => {
    const prepayId = await screen.prepay(outTradeNo, 'lin', { notify_url: receiver.url });
    await screen.sandbox.control.pay('lin', { prepayId });
    await screen.sandbox.control.settle();
  };

  it('moves the clock, and what falls due on the way happens', async () => {
    receiver.answers.push({ status: 500 });
    await pay('clock-1');
    const page = await screen.open('#phone');
    await page.getByRole('button', { name: '快进 15 分钟' }).click();
    await page.getByTestId('clock-offset').getByText('比真实时间快 15 分钟').waitFor();
    expect(receiver.received).toHaveLength(2);
    expect((await screen.sandbox.control.clock()).offsetSeconds).toBe(900);
  });

  it('jumps to the next notice exactly', async () => {
    receiver.answers.push({ status: 500 }, { status: 500 });
    await pay('clock-2');
    const page = await screen.open('#phone');
    await page.getByTestId('jump-due').click();
    await eventually(() => receiver.received.length, 2);
    const { offsetSeconds } = await screen.sandbox.control.clock();
    expect(offsetSeconds).toBeGreaterThan(10);
    expect(offsetSeconds).toBeLessThanOrEqual(15);
  });

  it('plays a scenario, shows it everywhere, sees its effect and takes it back', async () => {
    const page = await screen.open('#faults');
    await page.getByTestId('active-faults').getByText('一切正常').waitFor();
    const duplicate = page.getByRole('switch', { name: /每条通知都送两遍/ });
    await duplicate.click();
    await toast(page, '开演：每条通知都送两遍');
    expect(await duplicate.getAttribute('aria-checked')).toBe('true');
    await page.getByTestId('active-faults').getByText('支付通知：送两遍').waitFor();
    await page.getByTestId('fault-badge').getByText('3 个故障生效中').waitFor();
    await pay('fault-1');
    expect(receiver.received).toHaveLength(2);
    await page
      .getByRole('complementary', { name: '实时通信' })
      .getByText('TRANSACTION.SUCCESS')
      .first()
      .waitFor();
    await duplicate.click();
    await page.getByTestId('active-faults').getByText('一切正常').waitFor();
    await pay('fault-2');
    expect(receiver.received).toHaveLength(3);
    expect(page.mistakes).toEqual([]);
  });

  it('holds every notice until somebody lets it go', async () => {
    const page = await screen.open('#faults');
    await page.getByRole('switch', { name: /扣住所有通知/ }).click();
    await page.getByTestId('active-faults').getByText('支付通知：扣住不发').waitFor();
    await pay('hold-1');
    expect(receiver.received).toHaveLength(0);
    await page.getByRole('link', { name: /通信/ }).first().click();
    await page.getByRole('tab', { name: /通知投递/ }).click();
    await page.getByRole('button', { name: '按顺序放行' }).click();
    await toast(page, '放行了 1 条');
    expect(receiver.received).toHaveLength(1);
  });

  it('draws by the seed that was typed', async () => {
    const page = await screen.open('#faults');
    await page.getByLabel('种子').fill('42');
    await page.getByRole('switch', { name: /按种子随机/ }).click();
    await page.getByTestId('active-faults').getByText('种子 42').waitFor();
    expect((await screen.sandbox.control.readFaults()).active.chaos).toMatchObject({ seed: 42 });
    await page.getByRole('button', { name: '全部恢复正常' }).click();
    await page.getByTestId('active-faults').getByText('一切正常').waitFor();
  });

  it('hides secrets until they are asked for, and copies them all as a file', async () => {
    const { env } = screen.sandbox;
    const page = await screen.open('#config');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const list = page.getByTestId('env');
    await list.getByText(env.MINI_PROGRAM_APPID ?? '').waitFor();
    const secret = env.MINI_PROGRAM_SECRET ?? '';
    expect(await list.getByText(secret).count()).toBe(0);
    await page.getByRole('button', { name: '显示 MINI_PROGRAM_SECRET' }).click();
    await list.getByText(secret).waitFor();
    await page.getByRole('button', { name: '复制为 .env' }).click();
    await toast(page, '已复制');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain(`WECHAT_PAY_BASE=${env.WECHAT_PAY_BASE}\n`);
    expect(copied).toContain(`WECHAT_PAY_PRIVATE_KEY=${JSON.stringify(env.WECHAT_PAY_PRIVATE_KEY)}\n`);
  });

  it('sets a callback address and says what came of the echo', async () => {
    const page = await screen.open('#config');
    await page.getByLabel('企业微信的回调地址').fill(receiver.url);
    await page.keyboard.press('Enter');
    await page.getByText('回显不对').waitFor();
    expect((await screen.sandbox.control.wecom.overview()).callbackUrl).toBe(receiver.url);
    expect(receiver.received[0]?.url).toContain('echostr=');
  });

  it('changes a rule and shows that it is not the usual one', async () => {
    const page = await screen.open('#config');
    await page.getByLabel('orderPaidCode').selectOption('ORDER_PAID');
    await toast(page, 'orderPaidCode = ORDER_PAID');
    await page.getByTestId('rules').getByText('已改').waitFor();
    await page.getByLabel('tokenOverlapSeconds').fill('30');
    await page.keyboard.press('Enter');
    await toast(page, 'tokenOverlapSeconds = 30');
    await page.getByLabel('apiEditsCallBack').check();
    await toast(page, 'apiEditsCallBack = true');
    expect(await screen.sandbox.control.rules()).toMatchObject({
      orderPaidCode: 'ORDER_PAID',
      tokenOverlapSeconds: 30,
      apiEditsCallBack: true,
    });
    await page.getByLabel('tokenOverlapSeconds').fill('-1');
    await page.keyboard.press('Enter');
    await toast(page, 'tokenOverlapSeconds');
    expect((await screen.sandbox.control.rules()).tokenOverlapSeconds).toBe(30);
  });

  it('starts over when asked, and not when the question is closed', async () => {
    await pay('reset-1');
    const page = await screen.open('#phone/lin/pay');
    await page.getByRole('tabpanel').getByText('reset-1').waitFor();
    await page.getByRole('button', { name: '全部重来' }).click();
    await page.keyboard.press('Escape');
    expect((await screen.merchant.query('reset-1')).status).toBe(200);
    await page.getByRole('button', { name: '全部重来' }).click();
    await page.getByRole('button', { name: '清空并重来' }).click();
    await page.getByText('还没有付款').waitFor();
    expect((await screen.merchant.query('reset-1')).status).toBe(404);
  });

  it('says so while the sandbox does not answer, and goes on by itself when it does', async () => {
    const front = await startFront(screen.sandbox.url);
    const page = await screen.browser.newPage();
    await page.goto(`${front.url}/#phone/lin/me`);
    await page.getByText('13800138001').waitFor();
    front.open = false;
    await page.getByRole('alert').getByText('沙箱没有应答，正在重试').waitFor();
    expect(await page.getByText('13800138001').isVisible()).toBe(true);
    front.open = true;
    await page.getByRole('alert').waitFor({ state: 'detached' });
    await page.close();
    await front.close();
  });
});

type Front = { url: string; open: boolean; close(): Promise<void> };

/** Stands before the sandbox and can be shut, as when the sandbox is stopped. */
async function startFront(sandboxUrl: string): Promise<Front> {
  const server: Server = createServer((message, response) => {
    if (!front.open) return message.socket.destroy();
    void fetch(`${sandboxUrl}${message.url ?? ''}`).then(async (answer) => {
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
      response.end(Buffer.from(await answer.arrayBuffer()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const front: Front = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    open: true,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return front;
}
