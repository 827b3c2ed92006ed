import type { Random } from '../state/random';
import { beijingDigits } from '../state/rfc3339';

/**
 * The ids WeChat Pay makes carry the sequence number of their record, so that the record is found without an index of ids; whether
 * the id is really one of that record's is then looked up in the record.
 */
export type OrderTicket = { seq: number; salt: string; issuedAt: number };

/** Prepay ids and codes, whatever the order's own deadline. */
export const TICKET_LIVES_MS = 2 * 3600 * 1000;
const CODE_URL = 'weixin://wxpay/bizpayurl?pr=';

/** wx, the time to the second in Beijing, and 20 hex digits: milliseconds, sequence number, salt of the order, chance. */
export function newPrepayId({ seq, salt, issuedAt }: OrderTicket, random: Random): string {
  return `wx${beijingDigits(issuedAt)}${hex(issuedAt % 1000, 3)}${hex(seq, 7)}${salt}${random.hex(4)}`;
}

export function readPrepayId(prepayId: string): OrderTicket | undefined {
  const match = /^wx(\d{14})([0-9a-f]{3})([0-9a-f]{7})([0-9a-f]{6})[0-9a-f]{4}$/.exec(prepayId);
  if (!match) return undefined;
  const [, digits = '', ms = '', seq = '', salt = ''] = match;
  const issuedAt = fromBeijingDigits(digits) + parseInt(ms, 16);
  return Number.isNaN(issuedAt) ? undefined : { seq: parseInt(seq, 16), salt, issuedAt };
}

/** What a Native order is paid by: the text of a QR code. */
export function newCodeUrl({ seq, salt, issuedAt }: OrderTicket, random: Random): string {
  const ticket = BigInt(`0x1${hex(seq, 7)}${hex(issuedAt, 11)}${salt}${random.hex(2)}`);
  return `${CODE_URL}${ticket.toString(36)}`;
}

export function readCodeUrl(codeUrl: string): OrderTicket | undefined {
  const pr = codeUrl.startsWith(CODE_URL) ? codeUrl.slice(CODE_URL.length) : '';
  if (!/^[0-9a-z]{15,26}$/.test(pr)) return undefined;
  let ticket = 0n;
  for (const digit of pr) ticket = ticket * 36n + BigInt(parseInt(digit, 36));
  const match = /^1([0-9a-f]{7})([0-9a-f]{11})([0-9a-f]{6})[0-9a-f]{2}$/.exec(ticket.toString(16));
  if (!match) return undefined;
  const [, seq = '', issuedAt = '', salt = ''] = match;
  return { seq: parseInt(seq, 16), salt, issuedAt: parseInt(issuedAt, 16) };
}

/** 28 digits, the last ten the sequence number. */
export function newTransactionId(seq: number, now: number, random: Random): string {
  return `42000${random.digits(5)}${beijingDigits(now).slice(0, 8)}${String(seq).padStart(10, '0')}`;
}

export function seqOfTransaction(transactionId: string): number | undefined {
  return /^42\d{26}$/.test(transactionId) ? Number(transactionId.slice(-10)) : undefined;
}

/** 28 digits, the last nine the sequence number. */
export function newRefundId(seq: number, now: number, random: Random): string {
  return `50${random.digits(9)}${beijingDigits(now).slice(0, 8)}${String(seq).padStart(9, '0')}`;
}

export function seqOfRefund(refundId: string): number | undefined {
  return /^50\d{26}$/.test(refundId) ? Number(refundId.slice(-9)) : undefined;
}

function hex(value: number, length: number): string {
  return value.toString(16).padStart(length, '0');
}

function fromBeijingDigits(digits: string): number {
  const [, day, time] = /^(\d{8})(\d{6})$/.exec(digits) ?? [];
  const date = day?.replace(/^(....)(..)(..)$/, '$1-$2-$3');
  return Date.parse(`${date}T${time?.replace(/^(..)(..)(..)$/, '$1:$2:$3')}+08:00`);
}
