import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Ctx } from '../ctx';
import { json, reply } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { PayRefusal } from '../http/refusal';
import { requestId } from './answers';
import { BYTE_ORDER_MARK, LINE_END, billDay, billState } from './bill.rules';
import { fundFlowBillLines } from './fund-flow-bill';
import { fundFlowBillQuery, payQuery, tradeBillQuery } from './schemas';
import { tradeBillLines } from './trade-bill';
import type { Account } from './fund-flow-bill';
import type { TradeBillType } from './trade-bill';

const LINK_LIVES_MS = 5 * 60 * 1000;
const PLATFORM = 'https://api.mch.weixin.qq.com';

/** Which bill, and whose: enough to make the file again, so that nothing is kept for a link. */
type Bill = { of: 'trade' | 'fund-flow'; date: string; kind: string; gzip: boolean; mchid: string };

export function askTradeBill(ctx: Ctx, request: Incoming): Outgoing {
  const query = payQuery(request, tradeBillQuery);
  return offer(ctx, request, billOf(ctx, 'trade', { ...query, kind: query.bill_type }));
}

export function askFundFlowBill(ctx: Ctx, request: Incoming): Outgoing {
  const query = payQuery(request, fundFlowBillQuery);
  return offer(ctx, request, billOf(ctx, 'fund-flow', { ...query, kind: query.account_type }));
}

/** The file behind a link, for the merchant it was made for and for five minutes. */
export function downloadBill(ctx: Ctx, request: Incoming): Outgoing {
  const bill = readToken(ctx, request.query.get('token') ?? '');
  if (!bill) throw refused('INVALID_REQUEST', '下载地址无效或已超过5分钟，请重新申请账单');
  if (bill.mchid !== ctx.world.merchant.mchid) {
    throw new PayRefusal({ status: 403, code: 'NO_AUTH', message: '无权下载其他商户的账单' });
  }
  const file = fileOf(ctx, bill);
  const answer = bill.gzip
    ? reply(200, 'application/x-gzip', gzipSync(file))
    : reply(200, 'text/plain; charset=utf-8', file);
  return { ...answer, headers: { ...answer.headers, ...requestId(ctx) } };
}

function billOf(
  ctx: Ctx,
  of: Bill['of'],
  query: { bill_date: string; tar_type?: 'GZIP' | undefined; kind: string },
): Bill {
  const { bill_date: date, tar_type, kind } = query;
  return { of, date, kind, gzip: tar_type === 'GZIP', mchid: ctx.world.merchant.mchid };
}

function offer(ctx: Ctx, request: Incoming, bill: Bill): Outgoing {
  const state = billState(billDay(bill.date), ctx.clock.now());
  if (state === 'creating') throw refused('STATEMENT_CREATING', '账单正在生成中，请在次日10点以后再试');
  const file = state === 'none' ? Buffer.alloc(0) : fileOf(ctx, bill);
  if (file.length === 0) throw refused('NO_STATEMENT_EXIST', '账单文件不存在');
  const hashed = bill.gzip && ctx.rules.billHashOver === 'gzip' ? gzipSync(file) : file;
  return json({
    hash_type: 'SHA1',
    hash_value: createHash('sha1').update(hashed).digest('hex'),
    download_url: `${baseOf(ctx, request)}${ctx.rules.billDownloadPath}?token=${newToken(ctx, bill)}`,
  });
}

function refused(code: string, message: string): PayRefusal {
  return new PayRefusal({ status: 400, code, message });
}

/** The file is there the way this request came, unless it is to be named as on the internet. */
function baseOf(ctx: Ctx, request: Incoming): string {
  if (ctx.rules.billDownloadHost === 'platform') return PLATFORM;
  return request.prefix === '' ? `http://${request.headers.host ?? ''}` : `${ctx.url}${request.prefix}`;
}

/** Empty when there is nothing to tell of that day. */
function fileOf(ctx: Ctx, bill: Bill): Buffer {
  const day = billDay(bill.date);
  const lines =
    bill.of === 'trade'
      ? tradeBillLines(ctx, day, bill.kind as TradeBillType)
      : fundFlowBillLines(ctx, day, bill.kind as Account);
  const parts: Buffer[] = [];
  for (const line of lines) parts.push(Buffer.from(`${line}${LINE_END}`));
  if (parts.length === 0) return Buffer.alloc(0);
  return Buffer.concat([Buffer.from(ctx.rules.billByteOrderMark ? BYTE_ORDER_MARK : ''), ...parts]);
}

function newToken(ctx: Ctx, bill: Bill): string {
  const text = JSON.stringify({ ...bill, until: ctx.clock.now() + LINK_LIVES_MS });
  const payload = Buffer.from(text).toString('base64url');
  return `${payload}.${seal(ctx, payload).toString('base64url')}`;
}

/** Undefined when it was not made here, or too long ago. */
function readToken(ctx: Ctx, token: string): Bill | undefined {
  const [payload = '', given = ''] = token.split('.');
  const expected = seal(ctx, payload);
  const bytes = Buffer.from(given, 'base64url');
  if (bytes.length !== expected.length || !timingSafeEqual(bytes, expected)) return undefined;
  const { until, ...bill } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Bill & {
    until: number;
  };
  return ctx.clock.now() < until ? bill : undefined;
}

function seal(ctx: Ctx, payload: string): Buffer {
  return createHmac('sha256', ctx.keys.wechatPay.privateKey).update(payload).digest();
}
