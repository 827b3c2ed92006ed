import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { PlatformClient } from '../testing/platform';
import { Screen, eventually, executablePath } from '../testing/screen';

const inChromium = executablePath === undefined ? describe.skip : describe;

/** Text on its ground, by token. */
const PAIRS: [string, string][] = [
  ...['ground', 'paper', 'sunken', 'hover', 'phone', 'bubble'].flatMap((ground): [string, string][] => [
    ['ink', ground],
    ['soft', ground],
  ]),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-strong'],
  ['accent', 'paper'],
  ['accent', 'ground'],
  ['accent', 'accent-soft'],
  ['soft', 'accent-soft'],
  ['ink', 'accent-soft'],
  ['bad', 'bad-soft'],
  ['bad', 'paper'],
  ['ink', 'bad-soft'],
  ['wait', 'wait-soft'],
  ['wait', 'paper'],
  ['ink', 'wait-soft'],
  ['info', 'info-soft'],
  ['info', 'paper'],
  ['paper', 'bad'],
  ['ink', 'mark'],
  ['ink', 'mark-good'],
  ['code-key', 'paper'],
  ['code-string', 'paper'],
  ['code-number', 'paper'],
];

describe('the tokens', () => {
  const css = readFileSync(join(__dirname, 'browser/style/tokens.css'), 'utf8');
  const [light = '', dark = ''] = css.split('@media (prefers-color-scheme: dark)');
  const tokensOf = (text: string): Record<string, string> =>
    Object.fromEntries(
      [...text.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
    );
  const brightness = (hex: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const part = parseInt(hex.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one = '', two = ''): number => {
    const [a, b] = [brightness(one), brightness(two)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };

  it.each([
    ['light', tokensOf(light)],
    ['dark', { ...tokensOf(light), ...tokensOf(dark) }],
  ])('keep 4.5 : 1 for text in the %s scheme, and 3 : 1 for the edges of fields', (_scheme, tokens) => {
    const weak = PAIRS.filter(([text, ground]) => !(contrast(tokens[text], tokens[ground]) >= 4.5));
    expect(weak).toEqual([]);
    expect(contrast(tokens['line-strong'], tokens.paper)).toBeGreaterThanOrEqual(3);
    expect(contrast(tokens.accent, tokens.ground)).toBeGreaterThanOrEqual(3);
  });
});

inChromium('The control screen is for everybody', () => {
  let screen: Screen;
  let hashes: string[];
  beforeAll(async () => {
    screen = await Screen.start();
    hashes = await livelyState(screen);
  });
  afterEach(() => screen.closePages());
  afterAll(() => screen.close());

  it.each([
    [1440, 'light'],
    [1440, 'dark'],
    [360, 'light'],
  ] as const)(
    'has names, targets, contrast and room everywhere at %i px, %s',
    async (width, colorScheme) => {
      const page = await screen.open('#phone', { colorScheme, viewport: { width, height: 844 } });
      const found: Record<string, string[]> = {};
      for (const hash of hashes) {
        await show(page, hash);
        const problems = await screen.audit(page);
        if (problems.length > 0) found[hash] = problems;
      }
      expect(found).toEqual({});
      expect(page.mistakes).toEqual([]);
    },
    60_000,
  );

  it('is never wider than its window', async () => {
    const page = await screen.open('#phone');
    const wide: string[] = [];
    for (const hash of hashes) {
      await show(page, hash);
      for (const width of [390, 719, 768, 1100, 1360, 1920]) {
        await page.setViewportSize({ width, height: 800 });
        if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth))
          wide.push(`${hash} ${width}`);
      }
    }
    expect(wide).toEqual([]);
  });

  it('holds its dialogs to the same', async () => {
    const page = await screen.open('#phone/lin/chat', { viewport: { width: 390, height: 844 } });
    await page.getByRole('button', { name: '替林晓操作' }).click();
    expect(await screen.audit(page)).toEqual([]);
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /换个位置/ })
      .click();
    await page.getByRole('dialog', { name: '林晓换个位置' }).waitFor();
    expect(await screen.audit(page)).toEqual([]);
  });

  it('would tell what is wrong with a page', async () => {
    const page = await screen.open('#config');
    await page.evaluate(() => {
      document.body.insertAdjacentHTML(
        'beforeend',
        `<button style="width:20px;height:20px"></button>
         <button style="width:50px;white-space:nowrap;padding:0">longer than itself</button>
         <p style="color:#aaa;background:#fff" id="main">x</p>
         <label for="none" style="width:5000px;display:block">y</label>`,
      );
    });
    const found = (await screen.audit(page)).join('\n');
    for (const words of [
      'no name',
      'cut',
      'small',
      'id twice: main',
      'contrast 2.32',
      'for leads nowhere: none',
      'wider than',
    ]) {
      expect(found).toContain(words);
    }
  });

  it('pays with the keyboard alone, and focus is never lost', async () => {
    await screen.prepay('keyboard-1', 'chen');
    const page = await screen.open('#phone/chen/chat');
    await tabTo(page, '聊天');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await focused(page)).toContain('支付');
    await page.keyboard.press('Enter');
    await tabTo(page, '支付 keyboard-1');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: '确认付款' }).waitFor();
    await eventually(() => focused(page), '确认支付');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('取消支付');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByText('支付成功').first().waitFor();
    expect(await page.evaluate(() => document.activeElement !== document.body)).toBe(true);
    expect((await screen.merchant.query('keyboard-1')).body.trade_state).toBe('SUCCESS');
  });

  it('closes a dialog by Escape and goes back to where it was opened', async () => {
    const page = await screen.open('#phone/lin/chat');
    await tabTo(page, '添加导购');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await eventually(() => page.getByRole('dialog').count(), 0);
    expect(await focused(page)).toContain('添加导购');
  });

  it('walks the list of requests by arrows, and comes back to it by Escape', async () => {
    const page = await screen.open('#traffic');
    await page.getByTestId('entries').waitFor();
    await tabToEntry(page);
    const first = await entryId(page);
    await page.keyboard.press('ArrowDown');
    const second = await entryId(page);
    expect(second).toBe(first - 1);
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: '详情' }).getByRole('heading', { level: 2 }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('选一条看看').waitFor();
    await page.keyboard.press('Home');
    expect(await entryId(page)).toBe(first);
  });

  it('keeps what is typed, selected, scrolled and unfolded while it refreshes', async () => {
    const page = await screen.open(hashes.find((hash) => /^#traffic\/\d+$/.test(hash)) ?? '');
    await page.getByText('和我的代码拼出来的比一比').click();
    const own = page.getByLabel('你签名的字符串');
    await own.fill('abcdef');
    await own.evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(2, 4));
    await page.locator('.detail').evaluate((detail) => detail.scrollTo(0, 120));
    await page.locator('.master .panel').evaluate((list) => list.scrollTo(0, 60));
    await screen.merchant.query('something-new');
    await page.getByTestId('entries').getByText('something-new').waitFor({ state: 'attached' });
    const kept = await page.evaluate(() => {
      const area = document.activeElement as HTMLTextAreaElement;
      return [
        area.value,
        area.selectionStart,
        area.selectionEnd,
        document.querySelector('.detail')?.scrollTop,
      ];
    });
    expect(kept).toEqual(['abcdef', 2, 4, 120]);
    expect(await page.locator('.own').evaluate((details: HTMLDetailsElement) => details.open)).toBe(true);
  });
});

async function show(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
  await eventually(() => page.locator('main .loading').count(), 0);
}

function focused(page: Page): Promise<string> {
  return page.evaluate(
    () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
  );
}

async function tabTo(page: Page, words: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await focused(page)).startsWith(words)) {
      const outline = await page.evaluate(
        () => getComputedStyle(document.activeElement ?? document.body).outlineStyle,
      );
      expect(outline).toBe('solid');
      return;
    }
  }
  throw new Error(`the Tab key does not come to ${words}`);
}

async function tabToEntry(page: Page): Promise<void> {
  for (let presses = 0; presses < 60 && Number.isNaN(await entryId(page)); presses += 1)
    await page.keyboard.press('Tab');
}

function entryId(page: Page): Promise<number> {
  return page.evaluate(() => Number(document.activeElement?.getAttribute('data-entry') ?? 'NaN'));
}

/** Something of everything, and the addresses that show it. */
async function livelyState(screen: Screen): Promise<string[]> {
  const { sandbox, merchant } = screen;
  const { control, env } = sandbox;
  const platform = new PlatformClient(sandbox);
  const { shoppers } = await control.people();
  const [lin] = shoppers;
  await control.pay('lin', { prepayId: await screen.prepay('lively-1', 'lin') });
  await control.faults({ refunds: 'hold' });
  const amount = { refund: 100, total: 990, currency: 'CNY' };
  await merchant.refund({ out_trade_no: 'lively-1', out_refund_no: 'r-1', amount });
  await control.faults({ notices: { mode: 'hold' } });
  await screen.prepay('lively-2', 'lin');
  await control.pay('wang', { prepayId: await screen.prepay('lively-3', 'wang') });
  await control.wecom.chat({ userid: 'xiaomei', shopperId: 'lin', from: 'customer', text: '在吗' });
  await control.wecom.chat({ userid: 'xiaomei', shopperId: 'lin', from: 'member', text: '在的' });
  await control.wecom.createGroup({ owner: 'xiaomei', name: '香氛', customers: ['lin'] });
  await platform.wecom('/cgi-bin/externalcontact/add_msg_template', {
    sender: 'xiaomei',
    external_userid: [lin?.external_userid],
    allow_select: true,
    text: { content: '预热' },
  });
  const cards = {
    button_interaction: { button_list: [{ text: '接', style: 1, key: 'k' }] },
    vote_interaction: VOTE,
  };
  for (const [card_type, more] of Object.entries(cards)) {
    const template_card = { card_type, main_title: { title: '到店' }, task_id: card_type, ...more };
    const agentid = Number(env.WECOM_AGENTID);
    await platform.wecom('/cgi-bin/message/send', {
      touser: 'xiaomei',
      msgtype: 'template_card',
      agentid,
      template_card,
    });
  }
  await control.subscribe('lin', { templateIds: ['PICKUP_READY_TEMPLATE'], answer: 'accept' });
  await platform.mini('/cgi-bin/message/subscribe/send', {
    touser: lin?.openid,
    template_id: 'PICKUP_READY_TEMPLATE',
    data: { thing1: { value: '礼盒' } },
  });
  await merchant.send('GET', '/v3/certificates', { signedPath: '/api.mch.weixin.qq.com/v3/certificates' });
  const failed = (await control.requests()).at(-1)?.id;
  const [notice] = await control.notices();
  const [group] = await control.wecom.groups();
  return [
    ...['chat', 'chat/xiaomei', 'notices', 'pay', 'me'].map((tab) => `#phone/lin/${tab}`),
    '#phone/nobody',
    ...[
      'messages',
      'messages/app',
      'messages/lin',
      'customers',
      'tasks',
      'groups',
      `groups/${group?.chatId}`,
    ].map((tab) => `#wecom/xiaomei/${tab}`),
    '#traffic',
    `#traffic/${failed}`,
    '#traffic?q=nothing-like-this',
    '#traffic/notices',
    `#traffic/notices/${notice?.id}`,
    '#faults',
    '#config',
  ];
}

const VOTE = {
  checkbox: { question_key: 'q', mode: 1, option_list: [{ id: 'a', text: '来' }] },
  submit_button: { text: '提交', key: 'submit' },
};
