import type { Ctx } from '../ctx';
import { signAside } from '../crypto/pay';
import { takeAnswerFault } from '../faults/take';
import type { AnswerMode } from '../faults/types';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import type { PayRefusal } from '../http/refusal';
import { nextKey, signatureHeaders, strangersKey } from './signing';

const STALE_SECONDS = 600;
const HOW: Record<AnswerMode, string> = {
  signed: '',
  signtest: '应答签名是 WECHATPAY/SIGNTEST/ 探测（按测试要求）',
  'bad-signature': '应答由别人的密钥签名（按测试要求）',
  stale: '应答是十分钟前签的（按测试要求）',
  'unknown-serial': '应答的 Wechatpay-Serial 无人认识（按测试要求）',
  tamper: '应答在签名之后被改过（按测试要求）',
};
/** The number at the end of a Request-ID says the code more exactly; 0 when all went well. */
const INTERNAL_CODES: Record<string, string> = {
  ORDER_NOT_EXIST: '268512771',
  FREQUENCY_LIMITED: '268447840',
  RATELIMIT_EXCEEDED: '268447840',
  PARAM_ERROR: '268435461',
  ORDERPAID: '268449538',
  ORDER_PAID: '268449538',
  ORDER_CLOSED: '268447914',
  SIGN_ERROR: '268443699',
  OUT_TRADE_NO_USED: '268498688',
  APPID_MCHID_NOT_MATCH: '268445527',
};

/** 2xx answers are signed, with the key the request named in Wechatpay-Serial where it named one. */
export async function signAnswer(ctx: Ctx, request: Incoming, answer: Outgoing): Promise<Outgoing> {
  const mode = takeAnswerFault(ctx);
  const { serial, pair } = nextKey(ctx, 'answers', wantedSerial(request));
  const timestamp = String(ctx.clock.seconds() - (mode === 'stale' ? STALE_SECONDS : 0));
  const nonce = ctx.random.hex(32);
  const message = Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), answer.body, Buffer.from('\n')]);
  const signature =
    mode === 'signtest'
      ? `WECHATPAY/SIGNTEST/${ctx.random.text(64)}`
      : await signAside(message, mode === 'bad-signature' ? strangersKey() : pair.signer);
  const named = mode === 'unknown-serial' ? ctx.random.hex(40).toUpperCase() : serial;
  return {
    ...answer,
    headers: {
      ...answer.headers,
      ...signatureHeaders({ timestamp, nonce, signature, serial: named }),
      ...requestId(ctx),
    },
    ...(mode === 'tamper' ? { body: altered(answer.body) } : {}),
    ...(mode === 'signed' ? {} : { note: { ...answer.note, explanation: HOW[mode] } }),
  };
}

/** 4xx answers are unsigned, and the 401 of the transaction endpoints has not even a Request-ID. */
export function payRefusalAnswer(ctx: Ctx, request: Incoming, refusal: PayRefusal): Outgoing {
  const { status, code, message, detail } = refusal.answer;
  const answer = json({ code, message, ...(detail ? { detail } : {}) }, status);
  const anonymous = status === 401 && request.path.startsWith('/v3/pay/transactions/');
  const checked = request.checks.at(-1);
  if (checked?.ok) request.checks.push({ name: '业务规则', ok: false, hint: `${code}：${message}` });
  return {
    ...answer,
    headers: { ...answer.headers, ...(anonymous ? {} : requestId(ctx, code)) },
    note: {
      errcode: code,
      explanation: message,
      ...(refusal.expected === undefined ? {} : { expected: refusal.expected }),
    },
  };
}

export function wantedSerial(request: Incoming): string | undefined {
  const given = request.headers['wechatpay-serial'];
  return Array.isArray(given) ? given[0] : given;
}

export function requestId(ctx: Ctx, code = ''): Record<string, string> {
  return { 'request-id': `08${ctx.random.hex(30).toUpperCase()}-${INTERNAL_CODES[code] ?? '0'}` };
}

/** Another last digit: still of the same form, so that only the signature tells. */
function altered(body: Buffer): Buffer {
  const text = body.toString('utf8');
  const changed = text.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10));
  return Buffer.from(changed === text ? `${text} ` : changed);
}
