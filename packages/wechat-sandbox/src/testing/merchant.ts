import WxPay from 'wechatpay-node-v3';
import type { Output } from 'wechatpay-node-v3/dist/lib/interface-v2';
import { sign, signedLines } from '../crypto/pay';
import type { Sandbox } from '../sandbox';

export type PayAnswer = { status: number; body: Record<string, unknown>; headers: Headers; raw: string };

/** A merchant that signs by hand, so that each part of a request can be made wrong. */
export class Merchant {
  constructor(readonly sandbox: Sandbox) {}

  async send(
    method: 'GET' | 'POST',
    path: string,
    given: { body?: unknown; headers?: Record<string, string>; timestamp?: number; signedPath?: string } = {},
  ): Promise<PayAnswer> {
    const { env } = this.sandbox;
    const text = given.body === undefined ? '' : JSON.stringify(given.body);
    const timestamp = String(
      given.timestamp ?? Math.floor((await this.sandbox.control.clock()).nowMs / 1000),
    );
    const nonce = 'nonce'.padEnd(32, '0');
    const message = signedLines(method, given.signedPath ?? path, timestamp, nonce, text);
    const signature = sign(message, env.WECHAT_PAY_PRIVATE_KEY ?? '');
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
    const raw = await response.text();
    const body = raw === '' ? {} : (JSON.parse(raw) as Record<string, unknown>);
    return { status: response.status, body, headers: response.headers, raw };
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

/** wechatpay-node-v3 as it is published, through its own seam for the HTTP layer. */
export function publishedClient(sandbox: Sandbox): WxPay {
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
    const text = await response.text();
    const data: unknown = text === '' ? {} : JSON.parse(text);
    return response.ok ? { status: response.status, data } : { status: response.status, error: data };
  };
  pay.createHttp({
    get: (url, headers) => send(url, headers),
    post: (url, params, headers) => send(url, headers, params),
    upload: () => Promise.reject(new Error('uploads are not part of this')),
  });
  return pay;
}
