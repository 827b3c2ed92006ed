import type { PlacedLine } from '@omni/shared/contracts/orders';
import type { z } from 'zod';
import type { OrderStatus } from './order.rules';

export type RefundedLine = { lineNo: number; quantity: number; refundFen: number };
/** One wish to give money back, once per `key`. */
export type OrderRefund = {
  key: string;
  /** Σ lines + freight. 0: goods that cost nothing. */
  amountFen: number;
  freightFen: number;
  lines: RefundedLine[];
  askedAt: Date;
  /** When the money was back. */
  doneAt: Date | null;
};
type Line = Pick<
  z.output<typeof PlacedLine>,
  | 'lineNo'
  | 'skuId'
  | 'priceFen'
  | 'quantity'
  | 'discountFen'
  | 'isGift'
  | 'handedOver'
  | 'removed'
  | 'refundedQuantity'
  | 'refundedFen'
>;
export type RefundFacts = {
  status: OrderStatus;
  lines: readonly Line[];
  payableFen: number;
  refundedFen: number;
  refunds: readonly OrderRefund[];
};

/** WeChat Pay makes at most 50 refunds of one payment; the last one is left for whatever is still to go back. */
export const MOST_REFUNDS = 49;

const GONE: readonly OrderStatus[] = ['handed_over', 'shipped', 'completed'];
const OURS: readonly OrderStatus[] = ['paid', 'accepted', 'ready'];
/** The states in which money can go back by line. */
export const BY_LINE: readonly OrderStatus[] = [...OURS, ...GONE];

/** The goods of this line are with the shopper (or on their way). */
export const hasLeft = (order: Pick<RefundFacts, 'status'>, line: Pick<Line, 'handedOver'>): boolean =>
  line.handedOver || GONE.includes(order.status);

/** What was paid for the line: its price less its share of the discounts. */
export const paidFenOf = (line: Pick<Line, 'priceFen' | 'quantity' | 'discountFen' | 'isGift'>): number =>
  line.isGift ? 0 : Math.max(0, line.priceFen * line.quantity - line.discountFen);

/**
 * What so many more pieces of a line bring back. Counted up from the first piece and cut to the fen, so that whatever the steps,
 * all pieces together bring back exactly what was paid for them.
 */
export function refundFenOf(line: Line, quantity: number): number {
  const paid = paidFenOf(line);
  const pieces = line.refundedQuantity + quantity;
  const upTo = pieces >= line.quantity ? paid : Math.floor((paid * pieces) / line.quantity);
  return Math.max(0, upTo - line.refundedFen);
}

export type RefundableLine = {
  lineNo: number;
  /** Pieces that were not given back. */
  quantity: number;
  /** What they bring back together, in fen. */
  refundFen: number;
  /** Still ours: only all pieces of the SKU can be taken off the order, because stock is held once per SKU. */
  wholeLineOnly: boolean;
};

/** What each line may still give back; nothing while the whole order is unpaid, closed or on its way back. */
export const refundableLines = (order: RefundFacts): RefundableLine[] =>
  !BY_LINE.includes(order.status)
    ? []
    : order.lines.map((line) => {
        const quantity = line.quantity - line.refundedQuantity;
        return {
          lineNo: line.lineNo,
          quantity,
          refundFen: refundFenOf(line, quantity),
          wholeLineOnly: !hasLeft(order, line),
        };
      });

const freightOf = (order: RefundFacts): number =>
  order.payableFen - order.lines.reduce((sum, line) => sum + paidFenOf(line), 0);

/** Freight that was paid and not given back. */
export const freightLeft = (order: RefundFacts): number =>
  Math.max(0, freightOf(order) - order.refunds.reduce((sum, { freightFen }) => sum + freightFen, 0));

/** Everything of the order that is still ours to give, as one refund. `freight`: nothing has left the house. */
export function everythingHere(order: RefundFacts): { lines: RefundedLine[]; freightFen: number } {
  const here = order.lines.filter((line) => !hasLeft(order, line) && line.refundedQuantity < line.quantity);
  const nothingLeft = order.lines.every((line) => !hasLeft(order, line));
  return {
    lines: here.map((line) => {
      const quantity = line.quantity - line.refundedQuantity;
      return { lineNo: line.lineNo, quantity, refundFen: refundFenOf(line, quantity) };
    }),
    freightFen: nothingLeft ? freightLeft(order) : 0,
  };
}

/** Whether, with these pieces gone, nothing that was bought is left of an order of which nothing has left the house. */
export const emptiesOrder = (order: RefundFacts, priced: readonly RefundedLine[]): boolean =>
  order.lines.every((line) => !hasLeft(order, line)) && boughtHereAfter(order, priced).length === 0;

/** Whether these pieces are the last bought ones at the counter, the others having been collected. */
export const endsCollection = (order: RefundFacts, priced: readonly RefundedLine[]): boolean =>
  order.status === 'ready' &&
  order.lines.some((line) => line.handedOver) &&
  boughtHereAfter(order, priced).length === 0;

const boughtHereAfter = (order: RefundFacts, priced: readonly RefundedLine[]): Line[] =>
  order.lines.filter(
    (line) =>
      !line.isGift &&
      !line.removed &&
      !hasLeft(order, line) &&
      !priced.some(({ lineNo }) => lineNo === line.lineNo),
  );

export type Wanted = { lineNo: number; quantity: number; refundFen?: number | undefined };

/**
 * The wanted lines with their amounts, or null when they cannot go back like this: more pieces or money than is left, or a part
 * of what is still ours.
 */
export function priceRefund(order: RefundFacts, wanted: readonly Wanted[]): RefundedLine[] | null {
  if (!BY_LINE.includes(order.status)) return null;
  const priced: RefundedLine[] = [];
  for (const { lineNo, quantity, refundFen } of wanted) {
    const line = order.lines.find((one) => one.lineNo === lineNo);
    const twice = priced.some((one) => one.lineNo === lineNo);
    if (!line || twice || quantity < 1 || quantity > line.quantity - line.refundedQuantity) return null;
    const most = refundFenOf(line, quantity);
    if (refundFen !== undefined && (refundFen < 0 || refundFen > most)) return null;
    priced.push({ lineNo, quantity, refundFen: refundFen ?? most });
  }
  return takesWholeSkus(order, priced) ? priced : null;
}

/** Of goods still ours, a refund takes each SKU whole, the samples of that SKU included. */
function takesWholeSkus(order: RefundFacts, priced: readonly RefundedLine[]): boolean {
  const takenOf = (line: Line) => priced.find(({ lineNo }) => lineNo === line.lineNo)?.quantity ?? 0;
  const here = order.lines.filter((line) => !hasLeft(order, line) && !line.removed);
  const touched = new Set(here.filter((line) => takenOf(line) > 0).map(({ skuId }) => skuId));
  return here.every(
    (line) => !touched.has(line.skuId) || takenOf(line) === line.quantity - line.refundedQuantity,
  );
}

/**
 * The order's lines and sum after this refund was asked for. What is taken off an order that goes on is `removed`; when the whole
 * order ends, its lines stay as they are, so that its stock can still be named.
 */
export function afterRefund<L extends Line>(
  order: Omit<RefundFacts, 'lines'> & { lines: readonly L[] },
  refund: OrderRefund,
  goesOn: boolean,
): { lines: L[]; refundedFen: number; refunds: OrderRefund[] } {
  const lines = order.lines.map((line) => {
    const back = refund.lines.find(({ lineNo }) => lineNo === line.lineNo);
    if (!back) return line;
    return {
      ...line,
      removed: line.removed || (goesOn && !hasLeft(order, line)),
      refundedQuantity: line.refundedQuantity + back.quantity,
      refundedFen: line.refundedFen + back.refundFen,
    };
  });
  return {
    lines,
    refundedFen: order.refundedFen + refund.amountFen,
    refunds: [...order.refunds, refund],
  };
}

/** Nothing of what was paid for is left with the shopper, and all the money is back. */
export const isAllBack = (order: RefundFacts): boolean =>
  order.refunds.every(({ doneAt }) => doneAt !== null) &&
  order.lines.every((line) => line.isGift || line.refundedQuantity === line.quantity);

/** Every way in which the refunds of this order do not add up; empty when they do. */
export function refundErrors(order: RefundFacts): string[] {
  const asked = order.refunds.reduce((sum, { amountFen }) => sum + amountFen, 0);
  const byLine = order.lines.reduce((sum, line) => sum + line.refundedFen, 0);
  const freight = order.refunds.reduce((sum, { freightFen }) => sum + freightFen, 0);
  const keys = new Set(order.refunds.map(({ key }) => key));
  return [
    ...(asked === order.refundedFen ? [] : [`asked for ${asked}, refunded ${order.refundedFen}`]),
    ...(byLine + freight === order.refundedFen ? [] : [`lines and freight ${byLine + freight}`]),
    ...(order.refundedFen <= order.payableFen
      ? []
      : [`refunded ${order.refundedFen} of ${order.payableFen}`]),
    ...(keys.size === order.refunds.length ? [] : ['a refund was asked for twice']),
    ...order.lines.flatMap((line) => lineErrors(line)),
  ];
}

const lineErrors = (line: Line): string[] => [
  ...(line.refundedFen <= paidFenOf(line) ? [] : [`line ${line.lineNo}: ${line.refundedFen} back`]),
  ...(line.refundedQuantity <= line.quantity ? [] : [`line ${line.lineNo}: ${line.refundedQuantity} pieces`]),
];
