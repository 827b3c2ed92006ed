import type { AftersaleLine, AftersaleOptions } from '../api/views';
import {
  applicationInput,
  applicationTrouble,
  changed,
  expectedRefund,
  isForCounter,
  isMoving,
  pickedLines,
  startApplication,
  toggled,
  withKind,
} from './aftersale.rules';

const line = (lineNo: number, more: Partial<AftersaleLine> = {}): AftersaleLine => ({
  lineNo,
  skuId: `sku-${lineNo}`,
  productId: 'coat',
  title: '羊毛大衣',
  valuesText: '雾蓝 M',
  imageUrl: '/media/coat.svg',
  quantity: 3,
  isGift: false,
  availableQuantity: 3,
  refundFen: 1000,
  wholeLineOnly: false,
  kinds: ['refund_only', 'return', 'exchange'],
  replacements: [
    { skuId: 'coat-s', valuesText: '雾蓝 S', available: true },
    { skuId: 'coat-l', valuesText: '雾蓝 L', available: false },
  ],
  ...more,
});
const reason = (name: 'quality' | 'does_not_fit' | 'no_longer_wanted', noteRequired = false) => ({
  reason: name,
  text: name,
  noteRequired,
  applyBefore: null,
});
const kinds: AftersaleOptions['kinds'] = [
  { kind: 'refund_only', text: '仅退款', reasons: [reason('quality', true)] },
  { kind: 'return', text: '退货退款', reasons: [reason('no_longer_wanted'), reason('does_not_fit')] },
  { kind: 'exchange', text: '换货', reasons: [reason('does_not_fit')] },
];
const first = line(1);
const second = line(2, { availableQuantity: 1, quantity: 1, refundFen: 555, kinds: ['return'] });
const gift = line(3, { isGift: true, availableQuantity: 0, kinds: [], refundFen: 0 });
const here = line(4, { wholeLineOnly: true, kinds: ['refund_only'] });
const options = { lines: [first, second, gift, here], kinds };
const returning = withKind(options, startApplication(options), 'return');

test('a line is picked with all its pieces, a second tap takes it back', () => {
  const once = toggled(options, returning, first);
  expect(pickedLines(options, once).map(({ picked }) => picked.quantity)).toEqual([3]);
  expect(toggled(options, once, first).picked).toEqual({});
});

test('another kind keeps the lines and the reason that fit it and drops the others', () => {
  const both = toggled(options, toggled(options, returning, first), second);
  const exchanging = withKind(options, { ...both, reason: 'does_not_fit' }, 'exchange');
  expect(Object.keys(exchanging.picked)).toEqual(['1']);
  expect(exchanging.reason).toBe('does_not_fit');
  expect(withKind(options, exchanging, 'refund_only').reason).toBeNull();
});

test('goods at the store and goods already handed over are never in one case', () => {
  const refunding = toggled(options, startApplication(options), first);
  expect(Object.keys(toggled(options, refunding, here).picked)).toEqual(['4']);
});

test('some pieces bring back their share, which is called exact only for whole lines', () => {
  const all = toggled(options, toggled(options, returning, first), second);
  expect(expectedRefund(options, all)).toEqual({ fen: 1555, exact: true });
  expect(expectedRefund(options, changed(all, 1, { quantity: 2 }))).toEqual({ fen: 1221, exact: false });
  expect(expectedRefund(options, withKind(options, all, 'exchange'))).toEqual({ fen: 0, exact: true });
});

test('pieces that are in another case by now are not asked for again', () => {
  const form = toggled(options, returning, first);
  const fewer = { kinds, lines: [line(1, { availableQuantity: 1, refundFen: 333 })] };
  expect(pickedLines(fewer, form)[0]!.picked.quantity).toBe(1);
  expect(pickedLines({ lines: [line(1, { availableQuantity: 0 })] }, form)).toEqual([]);
});

test('what is missing is asked for one after another', () => {
  const asks = (form: typeof returning, storeId: string | null = null) =>
    applicationTrouble(options, form, storeId);
  expect(asks({ ...returning, kind: null })).toBe('没有可以申请的售后');
  expect(asks(returning)).toBe('请选择要处理的商品');
  const picked = toggled(options, returning, first);
  expect(asks(picked)).toBe('请选择原因');
  expect(asks({ ...picked, reason: 'no_longer_wanted' })).toBeNull();
  const faulty = { ...withKind(options, picked, 'refund_only'), reason: 'quality' as const };
  expect(asks(faulty)).toBe('请补充问题说明');
  expect(asks({ ...faulty, note: '  ' })).toBe('请补充问题说明');
  expect(asks({ ...faulty, note: '开线' })).toBeNull();
  const exchanging = { ...withKind(options, picked, 'exchange'), reason: 'does_not_fit' as const };
  expect(asks(exchanging)).toBe('请选择换货门店');
  expect(asks(exchanging, 'SH001')).toBe('请为「羊毛大衣」选择要换的规格');
  expect(asks(changed(exchanging, 1, { replacementSkuId: 'coat-l' }), 'SH001')).toContain('规格');
  expect(asks(changed(exchanging, 1, { replacementSkuId: 'coat-s' }), 'SH001')).toBeNull();
});

test('a store and replacements are sent for an exchange only, a note only when there is one', () => {
  const picked = toggled(options, returning, first);
  const exchanging = changed(
    { ...withKind(options, picked, 'exchange'), reason: 'does_not_fit', note: ' 大了 ' },
    1,
    { replacementSkuId: 'coat-s' },
  );
  expect(applicationInput(options, exchanging, 'SH001')).toEqual({
    kind: 'exchange',
    lines: [{ lineNo: 1, quantity: 3, replacementSkuId: 'coat-s' }],
    reason: 'does_not_fit',
    note: '大了',
    storeId: 'SH001',
  });
  const back = { ...withKind(options, exchanging, 'return'), note: '' };
  expect(applicationInput(options, back, 'SH001')).toEqual({
    kind: 'return',
    lines: [{ lineNo: 1, quantity: 3 }],
    reason: 'does_not_fit',
  });
  expect(applicationInput(options, picked, null)).toBeNull();
});

test('the number is shown large while goods are to be brought back or exchanged ones collected', () => {
  const facts = { kind: 'exchange', state: 'received', actions: [] } as const;
  expect(isForCounter({ ...facts, actions: [] })).toBe(true);
  expect(isForCounter({ kind: 'return', state: 'awaiting_return', actions: ['showReturnNumber'] })).toBe(
    true,
  );
  expect(isForCounter({ kind: 'return', state: 'received', actions: [] })).toBe(false);
});

test('a case that has ended is not asked about any more', () => {
  expect(isMoving({ state: 'applied' })).toBe(true);
  for (const state of ['refunded', 'exchanged', 'declined', 'cancelled', 'closed'] as const)
    expect(isMoving({ state })).toBe(false);
});
