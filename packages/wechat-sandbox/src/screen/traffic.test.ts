import type { Page } from 'playwright-core';
import { startReceiver } from '../testing/receiver';
import { Screen, eventually, executablePath } from '../testing/screen';

const inChromium = executablePath === undefined ? describe.skip : describe;

inChromium('The traffic of the control screen', () => {
  let screen: Screen;
  const closing: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    screen = await Screen.start();
  });
  beforeEach(() => screen.sandbox.control.reset());
  afterEach(() => screen.closePages());
  afterAll(async () => {
    await screen.close();
    await Promise.all(closing.map((close) => close()));
  });

  const entries = (page: Page) => page.getByTestId('entries').getByRole('link');

  it('finds a failed signature by a word of its body, and shows the string that should have been signed', async () => {
    const { merchant } = screen;
    await screen.prepay('traffic-1', 'lin');
    const order = merchant.order('traffic-2', await screen.openid('lin'), { description: '木质调香氛' });
    await merchant.send('POST', '/v3/pay/transactions/jsapi', {
      body: order,
      signedPath: '/api.mch.weixin.qq.com/v3/pay/transactions/jsapi',
    });
    const page = await screen.open('#phone');
    await page.keyboard.press('/');
    await eventually(() => entries(page).count(), 2);
    await page.keyboard.type('木质调 sign_error');
    await eventually(() => entries(page).count(), 1);
    await entries(page).click();
    const checks = page.getByTestId('checks');
    await checks.getByRole('img', { name: '不符' }).waitFor();
    expect(await checks.getByRole('img', { name: '通过' }).count()).toBe(3);
    const lines = page.getByTestId('string-to-sign').locator('.lines li');
    const texts = await lines.allInnerTexts();
    expect(texts).toHaveLength(5);
    expect(texts[0]).toMatch(/1\s+请求方法\s+POST⏎/);
    expect(texts[1]).toMatch(/2\s+URL\s+\/v3\/pay\/transactions\/jsapi⏎/);
    expect(texts[4]).toContain(`${JSON.stringify(order)}⏎`);
    const marked = page.getByTestId('string-to-sign').locator('mark');
    expect(await marked.allTextContents()).toEqual(['api.mch.weixin.qq.com/']);
    expect(page.mistakes).toEqual([]);
  });

  it('compares the string somebody has signed with the one they should have', async () => {
    await screen.merchant.send('GET', '/v3/certificates', { signedPath: '/v3/certificate' });
    const page = await screen.open('#traffic?failed=1');
    await entries(page).first().click();
    await page.getByText('和我的代码拼出来的比一比').click();
    const own = page.getByLabel('你签名的字符串');
    const id = Number(/#traffic\/(\d+)/.exec(page.url())?.[1]);
    const { expected = '' } = await screen.sandbox.control.request(id);
    await own.fill(expected.replace('/v3/certificates', '/v3/certificate'));
    await page.getByText('第 2 行开始不同').waitFor();
    const [given, wanted] = await page.locator('.own tbody tr').nth(1).locator('td code').allInnerTexts();
    expect([given, wanted]).toEqual(['/v3/certificate⏎', '/v3/certificates⏎']);
    await own.fill(expected.replaceAll('\n', '\\n'));
    await page.getByText('一字不差').waitFor();
  });

  it('keeps filter and detail in the address, so that it can be shared', async () => {
    await screen.merchant.query('traffic-none');
    await screen.prepay('traffic-3', 'lin');
    const page = await screen.open('#traffic');
    await page.getByLabel('只看失败').check();
    await eventually(() => entries(page).count(), 1);
    await page.getByRole('group', { name: '平台' }).getByRole('button', { name: '企业微信' }).click();
    await page.getByText('没有符合的').waitFor();
    await page.getByRole('group', { name: '平台' }).getByRole('button', { name: '微信支付' }).click();
    await entries(page).click();
    const other = await screen.open(new URL(page.url()).hash);
    await other.getByRole('heading', { name: /out-trade-no\/traffic-none/ }).waitFor();
    expect(await other.getByLabel('只看失败').isChecked()).toBe(true);
    await other.keyboard.press('Escape');
    await other.getByText('选一条看看').waitFor();
    expect(new URL(other.url()).hash).toBe('#traffic?failed=1&platform=pay');
  });

  it('gives a curl line that does the same again', async () => {
    await screen.merchant.query('traffic-none');
    const page = await screen.open('#traffic');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await entries(page).first().click();
    await page.getByRole('button', { name: '复制 curl' }).click();
    await page.getByTestId('toast').getByText('已复制').waitFor();
    const line = await page.evaluate(() => navigator.clipboard.readText());
    expect(line).toContain(
      `curl -X GET '${screen.sandbox.url}/api.mch.weixin.qq.com/v3/pay/transactions/out-trade-no/traffic-none?mchid=`,
    );
    expect(line).toMatch(/-H 'authorization: WECHATPAY2-SHA256-RSA2048 /);
  });

  it('shows the attempts of a notice, opens its seal, releases what is held and sends again', async () => {
    const receiver = await startReceiver();
    closing.push(receiver.close);
    receiver.answers.push({ status: 500, body: '数据库忙' });
    const prepayId = await screen.prepay('traffic-4', 'lin', { notify_url: receiver.url });
    await screen.sandbox.control.pay('lin', { prepayId });
    await screen.sandbox.control.settle();
    await screen.sandbox.control.faults({ notices: { mode: 'hold' } });
    const page = await screen.open('#traffic/notices');
    const rows = page.getByRole('tabpanel').getByRole('link');
    await rows.getByText('等待').waitFor();
    await rows.first().click();
    const detail = page.getByRole('region', { name: '详情' });
    await detail.getByText('500 数据库忙').waitFor();
    await detail.getByText('之后还有 14 次').waitFor();
    await detail.getByText('"out_trade_no": "traffic-4"').waitFor();
    await page.getByTestId('jump-due').click();
    await detail.getByText('扣住，等人放行').waitFor();
    await page.getByRole('button', { name: '按顺序放行' }).click();
    await detail.getByText('送达', { exact: true }).waitFor();
    await detail.getByRole('button', { name: '再发一次' }).click();
    await eventually(() => receiver.received.length, 3);
    await page.getByRole('tab', { name: '请求与回调' }).click();
    await entries(page).first().click();
    await detail.getByRole('link', { name: '第 3 次投递，共 3 次' }).waitFor();
    await detail.getByRole('heading', { name: '解密后的明文' }).waitFor();
    expect(page.mistakes).toEqual([]);
  });

  it('says what is gone', async () => {
    const page = await screen.open('#traffic/99999');
    await page.getByText('没有这条记录').waitFor();
    await page.goto(`${screen.sandbox.url}/#traffic/notices/none`);
    await page.getByText('没有这条通知').waitFor();
  });
});
