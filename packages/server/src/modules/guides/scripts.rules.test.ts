import fc from 'fast-check';
import { suggest } from './scripts.rules';
import type { ProductFact, ScriptFacts } from './scripts.rules';
import { untilText, whenText } from './when.rules';

const now = new Date('2026-11-23T02:00:00Z'); // 10:00 in Shanghai
const product = (productId: string, sizes: string[]): ProductFact => ({
  productId,
  title: `商品${productId}`,
  priceFen: 19900,
  inStore: sizes.map((size) => ({ skuId: `${productId}-${size}`, size, available: 2 })),
});
const facts = (over: Partial<ScriptFacts> = {}): ScriptFacts => ({
  now,
  storeName: '静安寺店',
  customerName: '林晓',
  readyOrder: null,
  viewed: [],
  coupons: [],
  bought: null,
  arrivals: [product('P9', ['S', 'M']), product('P8', ['L']), product('P7', ['M'])],
  sentScriptIds: new Set(),
  ...over,
});

describe('what a guide should say now', () => {
  it('says who looked at what last night and which size this store has', () => {
    const viewed = [{ product: product('P1', ['M']), views: 2, lastAt: new Date('2026-11-22T13:00:00Z') }];
    expect(suggest(facts({ viewed }))[0]).toMatchObject({
      scriptId: 'viewed-P1',
      reason: '昨晚看过 2 次 · 本店有 M 码',
      text: expect.stringContaining('¥199.00') as string,
    });
  });

  it('never recommends what this store cannot sell', () => {
    const viewed = [{ product: product('P1', []), views: 5, lastAt: now }];
    expect(suggest(facts({ viewed })).map((script) => script.scriptId)).not.toContain('viewed-P1');
  });

  it('puts a waiting order first', () => {
    const readyOrder = {
      orderId: 'o1',
      readyAt: new Date('2026-11-22T01:00:00Z'),
      linesText: '「针织衫」1 件',
    };
    expect(suggest(facts({ readyOrder }))[0]?.reason).toBe('昨天上午备好 · 还没来取');
  });

  it('does not repeat words sent in the last three days', () => {
    const scripts = suggest(facts({ sentScriptIds: new Set(['arrival-P9']) }));
    expect(scripts.map((script) => script.scriptId)).toEqual(['arrival-P8', 'arrival-P7']);
  });

  it('gives three different cards whenever three goods are in the store, whatever else is known', () => {
    const anyFacts = fc.record({
      views: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }),
      hasCoupon: fc.boolean(),
      hasBought: fc.boolean(),
    });
    fc.assert(
      fc.property(anyFacts, ({ views, hasCoupon, hasBought }) => {
        const scripts = suggest(
          facts({
            viewed: views.map((count, i) => ({
              product: product(`P${i}`, ['M']),
              views: count,
              lastAt: now,
            })),
            coupons: hasCoupon
              ? [{ couponId: 'c', title: '券', ruleText: '满 1 减 1', validUntil: now }]
              : [],
            bought: hasBought ? { title: '裤子', at: now, size: 'M' } : null,
          }),
        );
        expect(scripts).toHaveLength(3);
        expect(new Set(scripts.map((script) => script.scriptId)).size).toBe(3);
      }),
    );
  });
});

describe('how people say when', () => {
  it.each([
    ['2026-11-23T01:55:00Z', '刚刚'],
    ['2026-11-23T00:00:00Z', '今天上午'],
    ['2026-11-22T13:00:00Z', '昨晚'],
    ['2026-11-22T02:00:00Z', '昨天上午'],
    ['2026-11-20T02:00:00Z', '3 天前'],
    ['2026-10-02T02:00:00Z', '10 月 2 日'],
  ])('%s is %s', (at, text) => {
    expect(whenText(new Date(at), now)).toBe(text);
  });

  it('tells when a coupon ends', () => {
    expect(untilText(new Date('2026-11-23T15:59:59Z'), now)).toBe('今天到期');
    expect(untilText(new Date('2026-11-24T15:59:59Z'), now)).toBe('明天到期');
  });
});
