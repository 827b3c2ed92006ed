import WxPay from 'wechatpay-node-v3';
import type { Output } from 'wechatpay-node-v3/dist/lib/interface-v2';
import { sign, signedLines } from '../crypto/pay';
import type { Sandbox } from '../sandbox';

export type PayAnswer = {
  status: number;
  body: Record<string, unknown>;
  headers: Headers;
  raw: string;
  bytes: Buffer;
};
/** What is sent, and what may be wrong with it. */
export type Sending = {
  body?: unknown;
  /** In place of `body`: as it goes over the wire. */
  text?: string;
  headers?: Record<string, string>;
  timestamp?: number;
  signedPath?: string;
  /** What to sign instead of the five lines. */
  message?: (lines: string[]) => string;
  /** Another key than the merchant's. */
  privateKey?: string;
};

/** A merchant that signs by hand, so that each part of a request can be made wrong. */
export class Merchant {
  constructor(readonly sandbox: Sandbox) {}

  async send(method: 'GET' | 'POST', path: string, given: Sending = {}): Promise<PayAnswer> {
    const { env } = this.sandbox;
    const text = given.text ?? (given.body === undefined ? '' : JSON.stringify(given.body));
    const timestamp = String(
      given.timestamp ?? Math.floor((await this.sandbox.control.clock()).nowMs / 1000),
    );
    const nonce = 'nonce'.padEnd(32, '0');
    const lines = [method, given.signedPath ?? path, timestamp, nonce, text];
    const message = given.message?.(lines) ?? signedLines(...lines);
    const signature = sign(message, given.privateKey ?? env.WECHAT_PAY_PRIVATE_KEY ?? '');
    const authorization =
      `WECHATPAY2-SHA256-RSA2048 mchid="${env.WECHAT_PAY_MCHID}",nonce_str="${nonce}",` +
      `signature="${signature}",timestamp="${timestamp}",serial_no="${env.WECHAT_PAY_SERIAL}"`;
    const response = await fetch(`${env.WECHAT_PAY_BASE}${path}`, {
      method,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        authorization,
        ...given.headers,
      },
      ...(text === '' ? {} : { body: text }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const raw = bytes.toString('utf8');
    const body = raw.startsWith('{') ? (JSON.parse(raw) as Record<string, unknown>) : {};
    return { status: response.status, body, headers: response.headers, raw, bytes };
  }

  order(outTradeNo: string, openid: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
    const { env } = this.sandbox;
    return {
      appid: env.MINI_PROGRAM_APPID,
      mchid: env.WECHAT_PAY_MCHID,
      description: '白桃乌龙两件',
      out_trade_no: outTradeNo,
      notify_url: 'http://127.0.0.1:9/notice',
      amount: { total: 990, currency: 'CNY' },
      payer: { openid },
      ...changes,
    };
  }

  /** Prepays and answers the prepay id; throws what the platform said otherwise. */
  async prepay(order: Record<string, unknown>): Promise<string> {
    const answer = await this.send('POST', '/v3/pay/transactions/jsapi', { body: order });
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.raw}`);
    return String(answer.body.prepay_id);
  }

  async prepayNative(outTradeNo: string, changes: Record<string, unknown> = {}): Promise<string> {
    const { payer: _payer, ...order } = this.order(outTradeNo, '', changes);
    const answer = await this.send('POST', '/v3/pay/transactions/native', { body: order });
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.raw}`);
    return String(answer.body.code_url);
  }

  query(outTradeNo: string): Promise<PayAnswer> {
    return this.send(
      'GET',
      `/v3/pay/transactions/out-trade-no/${outTradeNo}?mchid=${this.sandbox.env.WECHAT_PAY_MCHID}`,
    );
  }

  refund(body: Record<string, unknown>): Promise<PayAnswer> {
    return this.send('POST', '/v3/refund/domestic/refunds', { body });
  }

  /** What the server would hand to wx.requestPayment. */
  paymentParams(prepayId: string): {
    timeStamp: string;
    nonceStr: string;
    package: string;
    signType: string;
    paySign: string;
  } {
    const { env } = this.sandbox;
    const timeStamp = String(Math.floor(Date.now() / 1000));
    const nonceStr = 'pay-nonce';
    const packageText = `prepay_id=${prepayId}`;
    const message = signedLines(env.MINI_PROGRAM_APPID ?? '', timeStamp, nonceStr, packageText);
    const paySign = sign(message, env.WECHAT_PAY_PRIVATE_KEY ?? '');
    return { timeStamp, nonceStr, package: packageText, signType: 'RSA', paySign };
  }
}

/** What came over the wire, before a library made of it what it does. */
export type SeenAnswer = { headers: Headers; raw: string };

/** wechatpay-node-v3 as it is published, through its own seam for the HTTP layer; `seen` gets every answer as it came. */
export function publishedClient(sandbox: Sandbox, seen: SeenAnswer[] = []): WxPay {
  const { env } = sandbox;
  const pay = new WxPay({
    appid: env.MINI_PROGRAM_APPID ?? '',
    mchid: env.WECHAT_PAY_MCHID ?? '',
    serial_no: env.WECHAT_PAY_SERIAL ?? '',
    key: env.WECHAT_PAY_API_V3_KEY ?? '',
    publicKey: Buffer.from(env.WECHAT_PAY_CERTIFICATE ?? ''),
    privateKey: Buffer.from(env.WECHAT_PAY_PRIVATE_KEY ?? ''),
  });
  const send = async (url: string, headers: Record<string, string>, body?: unknown): Promise<Output> => {
    const target = url.replace('https://api.mch.weixin.qq.com', env.WECHAT_PAY_BASE ?? '');
    const method = body === undefined ? 'GET' : 'POST';
    const response = await fetch(target, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    seen.push({ headers: response.headers, raw: bytes.toString('utf8') });
    const data = readAs(response.headers.get('content-type') ?? '', bytes);
    return response.ok ? { status: response.status, data } : { status: response.status, error: data };
  };
  pay.createHttp({
    get: (url, headers) => send(url, headers),
    post: (url, params, headers) => send(url, headers, params),
    upload: () => Promise.reject(new Error('uploads are not part of this')),
  });
  return pay;
}

/** As the library's own HTTP layer reads answers. */
function readAs(contentType: string, bytes: Buffer): unknown {
  if (contentType.startsWith('application/json')) return JSON.parse(bytes.toString('utf8'));
  if (contentType.startsWith('text/plain')) return bytes.toString('utf8');
  return bytes.length === 0 ? {} : bytes;
}
