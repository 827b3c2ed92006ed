import type { Ctx } from '../ctx';
import { signedLines, verify } from '../crypto/pay';
import type { Incoming } from '../http/message';
import { PayRefusal } from '../http/refusal';

const SCHEME = 'WECHATPAY2-SHA256-RSA2048';
const WINDOW_SECONDS = 300;
/** These refuse a request without Accept or User-Agent before they look at anything else. */
const NEEDS_AGENT = /^\/v3\/(certificates|refund\/)/;

type Authorization = {
  mchid: string;
  nonce_str: string;
  signature: string;
  timestamp: string;
  serial_no: string;
};

/** The checks before any business, in WeChat Pay's order: agent, header form, time window, serial, signature. */
export function checkPayRequest(ctx: Ctx, request: Incoming): void {
  if (NEEDS_AGENT.test(request.path) && !(request.headers.accept && request.headers['user-agent'])) {
    throw new PayRefusal({ status: 400, code: 'INVALID_REQUEST', message: 'Http头缺少Accept或User-Agent' });
  }
  const authorization = parseAuthorization(request.headers.authorization);
  if (Math.abs(ctx.clock.seconds() - Number(authorization.timestamp)) > WINDOW_SECONDS) {
    throw signError('Http头Authorization中的timestamp与发起请求的时间不得超过5分钟', sandboxTime(ctx));
  }
  const { merchant } = ctx.keys;
  if (authorization.mchid !== ctx.world.merchant.mchid || authorization.serial_no !== merchant.serial) {
    throw signError(
      '商户证书序列号有误。请使用签名私钥匹配的证书序列号',
      `mchid=${ctx.world.merchant.mchid}, serial_no=${merchant.serial}`,
    );
  }
  const { timestamp, nonce_str } = authorization;
  const message = signedLines(
    request.method,
    request.rawUrl,
    timestamp,
    nonce_str,
    request.body.toString('utf8'),
  );
  if (!verify(message, authorization.signature, merchant.publicKey)) {
    throw signError('签名错误，请检查后再试', message);
  }
}

function parseAuthorization(header: string | undefined): Authorization {
  const parts = new Map<string, string>();
  if (header?.startsWith(`${SCHEME} `)) {
    for (const [, name, value] of header.slice(SCHEME.length + 1).matchAll(/(\w+)="([^"]*)"/g)) {
      if (name !== undefined && value !== undefined) parts.set(name, value);
    }
  }
  const read = (name: string, form: RegExp): string => {
    const value = parts.get(name) ?? '';
    if (form.test(value)) return value;
    throw signError(
      'Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》',
      `${SCHEME} mchid="…",nonce_str="…",signature="…",timestamp="…",serial_no="…" (${name})`,
    );
  };
  return {
    mchid: read('mchid', /^\d{8,10}$/),
    nonce_str: read('nonce_str', /^.{1,32}$/),
    signature: read('signature', /^[A-Za-z0-9+/]+={0,2}$/),
    timestamp: read('timestamp', /^\d{10}$/),
    serial_no: read('serial_no', /^[0-9A-Fa-f]{8,40}$/),
  };
}

function signError(message: string, expected: string): PayRefusal {
  return new PayRefusal({ status: 401, code: 'SIGN_ERROR', message }, expected);
}

function sandboxTime(ctx: Ctx): string {
  return `the sandbox's clock says ${ctx.clock.seconds()}`;
}
