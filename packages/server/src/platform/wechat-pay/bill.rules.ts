/** One row of a trade bill: a payment, or a refund that was taken on. Amounts in fen. */
export type BillRow = {
  kind: 'payment' | 'refund' | 'other';
  mchid: string;
  transactionId: string;
  outTradeNo: string;
  /** What the order was about, before coupons of WeChat Pay. */
  amountFen: number;
  /** SUCCESS, REFUND, REVOKED. */
  tradeState: string;
  refund: {
    refundId: string;
    outRefundNo: string;
    refundFen: number;
    /** SUCCESS, PROCESSING, FAIL, CHANGE: as it stood when the bill was made. */
    status: string;
  } | null;
};
/** `9.90` → 990; NaN for anything else. */
export function fenOfYuan(text: string): number {
  const match = /^(-?)(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text);
  if (!match) return NaN;
  const fen = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'));
  return match[1] ? -fen : fen;
}

/** Each field of a line of data stands behind a back-tick; commas in texts are escaped by WeChat Pay. */
const fieldsOf = (line: string): string[] => line.slice(1).split(',`');

/** How many rows the last line says there are; NaN when it does not. */
export const readRowCount = (header: string, line: string): number =>
  Number(named(header, line)('总交易单数'));

/** A field by the name of its column: columns come and go with the kind of bill. Throws when there is no such column. */
function named(header: string, line: string): (name: string) => string {
  const names = header.split(',');
  const fields = fieldsOf(line);
  return (name) => {
    const value = fields[names.indexOf(name)];
    if (value === undefined) throw new Error(`bill without ${name}`);
    return value.trim();
  };
}

export function readRow(header: string, line: string): BillRow {
  const row = named(header, line);
  const tradeState = row('交易状态');
  const refund = {
    refundId: row('微信退款单号'),
    outRefundNo: row('商户退款单号'),
    refundFen: fenOfYuan(row('申请退款金额')),
    status: row('退款状态'),
  };
  const kind = ({ SUCCESS: 'payment', REFUND: 'refund' } as const)[tradeState] ?? 'other';
  const amountFen = fenOfYuan(row('订单金额'));
  if (Number.isNaN(amountFen) || Number.isNaN(refund.refundFen))
    throw new Error('bill with an unreadable amount');
  return {
    kind,
    mchid: row('商户号'),
    transactionId: row('微信订单号'),
    outTradeNo: row('商户订单号'),
    amountFen,
    tradeState,
    refund: kind === 'refund' ? refund : null,
  };
}
