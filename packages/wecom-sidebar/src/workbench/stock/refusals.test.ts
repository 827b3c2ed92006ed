import { sentenceFor } from './refusals';

const refused = (details: Record<string, unknown>) => ({
  code: 'STOCK_TOO_FEW',
  message: '没有这么多',
  details,
});

describe('a refusal about stock', () => {
  it('says how many pieces are free, why, and what to do first', () => {
    expect(sentenceFor(refused({ onHand: 12, held: 10, free: 2, unsellable: 0 }))).toBe(
      '现货 12 件（其中 10 件被订单占用），最多只能减 2 件；要动用占用的，请先拒单或盘点',
    );
    expect(sentenceFor(refused({ onHand: 3, held: 0, free: 3, unsellable: 0 }))).toBe(
      '现货 3 件，最多只能减 3 件；数不对请先盘点',
    );
  });

  it('speaks of the pieces set aside where these were asked for', () => {
    const details = { onHand: 5, held: 0, free: 4, unsellable: 1 };
    expect(sentenceFor(refused(details), true)).toBe('不可售的只有 1 件，请改小数量');
  });

  it('falls back on the words of the server', () => {
    expect(sentenceFor({ code: 'STOCK_TOO_FEW', message: '没有这么多' })).toBe('没有这么多');
    expect(sentenceFor({ code: 'SOMETHING_NEW', message: '新的拒绝' })).toBe('新的拒绝');
  });

  it.each(['REQUEST_REUSED', 'COUNT_STALE', 'COUNT_CLOSED', 'FORBIDDEN', 'NOT_FOUND', 'BUSY', 'OFFLINE'])(
    'has a sentence of its own for %s',
    (code) => expect(sentenceFor({ code, message: 'server' })).toMatch(/[一-鿿]/),
  );
});
