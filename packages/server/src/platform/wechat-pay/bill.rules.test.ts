import fc from 'fast-check';
import { fenOfYuan, readRow, readRowCount } from './bill.rules';

const HEADER =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
const PAID =
  '`2026-09-24 10:00:00,`wx123,`1900000001,`0,`,`4200001,`pay_w1,`o1,`JSAPI,`SUCCESS,`OTHERS,`CNY,`9.90,`0.00,`0,`0,`0.00,`0.00,`,`,`Lily 的\\ 茶`杯,`,`0.05940,`0.60%,`9.90,`0.00,`';
const REFUNDED =
  '`2026-09-24 10:00:00,`wx123,`1900000001,`0,`,`4200001,`pay_w1,`o1,`JSAPI,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`500001,`rfd_1,`8.90,`0.00,`ORIGINAL,`SUCCESS,`Lily,`,`-0.05940,`0.60%,`9.90,`9.90,`';

test('a payment row is read by the names of its columns', () => {
  expect(readRow(HEADER, PAID)).toEqual({
    kind: 'payment',
    mchid: '1900000001',
    transactionId: '4200001',
    outTradeNo: 'pay_w1',
    amountFen: 990,
    tradeState: 'SUCCESS',
    refund: null,
  });
});

test('a refund row tells what was asked to go back, before coupons', () => {
  expect(readRow(HEADER, REFUNDED)).toMatchObject({
    kind: 'refund',
    refund: { refundId: '500001', outRefundNo: 'rfd_1', refundFen: 990, status: 'SUCCESS' },
  });
});

test('columns may stand in another order, and a missing one is an error', () => {
  const turn = (line: string, separator: string, mark: string) =>
    mark + line.slice(mark.length).split(separator).reverse().join(separator);
  expect(readRow(turn(HEADER, ',', ''), turn(PAID, ',`', '`'))).toEqual(readRow(HEADER, PAID));
  expect(() => readRow(HEADER.replace(',订单金额,', ',金额,'), PAID)).toThrow('bill without');
});

test('the summary says how many rows there are', () => {
  expect(readRowCount('总交易单数,应结订单总金额', '`12,`9.90')).toBe(12);
});

test('yuan are fen to the cent, and nothing else is a number', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e11, max: 1e11 }), (fen) => {
      const sign = fen < 0 ? '-' : '';
      const digits = String(Math.abs(fen)).padStart(3, '0');
      expect(fenOfYuan(`${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`)).toBe(fen === 0 ? 0 : fen);
    }),
  );
  for (const text of ['', '9,90', '9.901', ' 1', '1e3', '--1', '¥1']) expect(fenOfYuan(text)).toBeNaN();
});
