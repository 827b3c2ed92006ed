import { chromium } from 'playwright-core';
import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { Merchant } from '../testing/merchant';
import { findChromium } from '../testing/page-server';
import { textOf } from './chat-text';

const executablePath = findChromium();
const inChromium = executablePath === undefined ? it.skip : it;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

it.each([
  [{ text: { content: '欢迎' }, attachments: [] }, '欢迎'],
  [{ content: '您好' }, '您好'],
  [{ title: '新订单', description: '一件', url: 'x' }, '新订单'],
  [{ mediaid: 'm1' }, '{"mediaid":"m1"}'],
])('shows the words of a message %j', (content, words) => {
  expect(textOf({ at: 0, kind: 'chat', userid: 'xiaomei', msgtype: 'text', content })).toBe(words);
});

inChromium(
  'shows people, what they paid, and why a signature did not hold',
  async () => {
    const merchant = new Merchant(sandbox);
    const openid = (await sandbox.control.people()).shoppers[0]?.openid ?? '';
    const prepayId = await merchant.prepay(merchant.order('screen-1', openid));
    await sandbox.control.pay('lin', { prepayId });
    await merchant.send('GET', '/v3/certificates', { signedPath: '/wrong' });
    const browser = await chromium.launch({
      executablePath: executablePath ?? '',
      args: ['--no-sandbox', '--disable-gpu'],
    });
    const page = await browser.newPage();
    await page.goto(sandbox.url);
    await page.locator('#shoppers').getByText('¥9.90 已支付').waitFor();
    expect(await page.locator('#staff article').count()).toBe(4);
    await page.locator('#search').fill('sign_error');
    const row = page.locator('#requests summary');
    expect(await row.count()).toBe(1);
    await row.click();
    await page.locator('#requests pre').getByText('/v3/certificates').waitFor();
    await page.getByRole('button', { name: '快进 1 分钟' }).click();
    await page.locator('#clock').getByText('快进了 60 秒').waitFor();
    await browser.close();
  },
  60_000,
);
