import { join } from 'node:path';
import { Book, readHead } from './store/book';
import type { LineHead, Traits } from './store/book';
import { Log } from './store/log';
import type { PayOrder, PayRefund } from './types';

const HOT_RECORDS = 2000;
/** Shorter files are left as they are, however much of them is out of date. */
const WORTH_COMPACTING_BYTES = 1 << 20;

/** Moments by which refunds are found; orders have one, when they were paid. */
const PAID = 0;
const REFUND_CREATED = 0;
const REFUND_FINISHED = 1;

const ORDERS: Traits<PayOrder> = {
  kind: 'order',
  numberOf: (order) => order.request.out_trade_no,
  momentsOf: (order) => [order.paidAt],
};
const REFUNDS: Traits<PayRefund> = {
  kind: 'refund',
  numberOf: (refund) => refund.outRefundNo,
  momentsOf: (refund) => [refund.createdAt, refund.finishedAt],
};

export type LedgerOptions = {
  /** Holds `payments.log`; without it nothing outlives the process. */
  dataDir?: string | undefined;
  /** Orders, and refunds, that are kept in memory. */
  hotRecords?: number;
};

/**
 * Every order and every refund there ever was, in an append-only file of JSON lines; memory holds the latest ones and a flat index.
 * What was saved is in the file when `save…` returns, so that a kill loses nothing that was answered. Without a folder the file is a
 * temporary one without a name, made when memory first overflows.
 */
export class Ledger {
  private readonly log: Log;
  private readonly orderBook: Book<PayOrder>;
  private readonly refundBook: Book<PayRefund>;
  private balance = 0;
  /** Of the file as it was found. */
  private lines = 0;

  constructor({ dataDir, hotRecords = HOT_RECORDS }: LedgerOptions = {}) {
    this.log = new Log(dataDir === undefined ? undefined : join(dataDir, 'payments.log'));
    this.orderBook = new Book(this.log, ORDERS, hotRecords);
    this.refundBook = new Book(this.log, REFUNDS, hotRecords);
    this.replay();
  }

  /** What the merchant has; refunds come out of it. */
  get balanceFen(): number {
    return this.balance;
  }

  /** How long the file is. */
  get bytes(): number {
    return this.log.bytes;
  }

  get nextOrder(): number {
    return this.orderBook.next;
  }

  get nextRefund(): number {
    return this.refundBook.next;
  }

  /** `movedFen` is what comes into the merchant's balance with it. */
  saveOrder(order: PayOrder, movedFen = 0): void {
    this.balance += movedFen;
    this.orderBook.save(order, this.balance);
  }

  saveRefund(refund: PayRefund, movedFen = 0): void {
    this.balance += movedFen;
    this.refundBook.save(refund, this.balance);
  }

  /** A refund and the order that lists it, so that neither is there without the other. */
  saveRefundOf(order: PayOrder, refund: PayRefund, movedFen: number): void {
    this.log.atOnce(() => {
      this.saveRefund(refund, movedFen);
      this.saveOrder(order);
    });
  }

  setBalance(fen: number): void {
    this.balance = fen;
    if (this.log.lasting) this.log.append(balanceLine(fen));
  }

  order(seq: number): PayOrder | undefined {
    return this.orderBook.bySeq(seq);
  }

  orderByNo(outTradeNo: string): PayOrder | undefined {
    return this.orderBook.byNumber(outTradeNo);
  }

  refund(seq: number): PayRefund | undefined {
    return this.refundBook.bySeq(seq);
  }

  refundByNo(outRefundNo: string): PayRefund | undefined {
    return this.refundBook.byNumber(outRefundNo);
  }

  /** Oldest first. */
  refundsOf(order: PayOrder): PayRefund[] {
    return order.refunds.flatMap((seq) => this.refundBook.bySeq(seq) ?? []);
  }

  /** Of the orders in memory: this person's newest, the oldest of them first. */
  newestOrdersOf(openid: string, most: number): PayOrder[] {
    return this.orderBook.recent((order) => order.openid === openid).slice(-most);
  }

  /** Paid in [from, to), which are whole seconds, in the order of payment; one record at a time is in memory. */
  *ordersPaid(fromMs: number, toMs: number): Generator<PayOrder> {
    for (const seq of this.orderBook.between(PAID, fromMs, toMs)) {
      const order = this.orderBook.peek(seq);
      if (order) yield order;
    }
  }

  *refundsCreated(fromMs: number, toMs: number): Generator<PayRefund> {
    yield* this.refundsAt(this.refundBook.between(REFUND_CREATED, fromMs, toMs));
  }

  *refundsFinished(fromMs: number, toMs: number): Generator<PayRefund> {
    yield* this.refundsAt(this.refundBook.between(REFUND_FINISHED, fromMs, toMs));
  }

  *unfinishedRefunds(): Generator<PayRefund> {
    yield* this.refundsAt(this.refundBook.without(REFUND_FINISHED));
  }

  /** What was written when the file was at least this long. */
  *ordersWrittenFrom(bytes: number): Generator<PayOrder> {
    for (const seq of this.orderBook.writtenFrom(bytes)) {
      const order = this.orderBook.peek(seq);
      if (order) yield order;
    }
  }

  *refundsWrittenFrom(bytes: number): Generator<PayRefund> {
    yield* this.refundsAt(this.refundBook.writtenFrom(bytes));
  }

  /** Writes the file anew when most of it is out of date; places in it are others after that. */
  tidy(): void {
    const live = this.orderBook.next + this.refundBook.next;
    if (this.log.bytes < WORTH_COMPACTING_BYTES || this.lines <= 2 * live) return;
    this.log.rewrite((line, offset) => {
      const head = readHead(line);
      if (!head) return undefined;
      const book = this.bookOf(head);
      return book.isCurrent(head.seq, offset) ? (moved) => book.place(head.seq, moved) : undefined;
    }, balanceLine(this.balance));
  }

  /** Forgets everything. */
  clear(): void {
    this.orderBook.clear();
    this.refundBook.clear();
    this.log.clear();
    this.balance = 0;
  }

  close(): void {
    this.log.close();
  }

  private *refundsAt(seqs: number[]): Generator<PayRefund> {
    for (const seq of seqs) {
      const refund = this.refundBook.peek(seq);
      if (refund) yield refund;
    }
  }

  private replay(): void {
    for (const { offset, line } of this.log.lines()) {
      this.lines += 1;
      const head = readHead(line);
      if (head) this.bookOf(head).restore(head, offset);
      this.balance = head?.balanceFen ?? readBalance(line) ?? this.balance;
    }
  }

  private bookOf(head: LineHead): Book<PayOrder> | Book<PayRefund> {
    return head.kind === 'order' ? this.orderBook : this.refundBook;
  }
}

function balanceLine(fen: number): string {
  return `{"balance":${fen}}`;
}

function readBalance(line: Buffer): number | undefined {
  const match = /^\{"balance":(-?\d+)\}$/.exec(line.toString('latin1', 0, 64));
  return match ? Number(match[1]) : undefined;
}
