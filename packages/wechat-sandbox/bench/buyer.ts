import { createDecipheriv, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Env = Record<string, string>;
type Answer = { status: number; headers: NodeJS.Dict<string | string[]>; body: string };
type Asked = { url: string; body: string; headers?: Record<string, string> };

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** What a merchant's server does for one payment, with as little around it as possible: all but WeChat's part of the cost. */
export class Buyer {
  private readonly privateKey;
  private readonly wechatPayKey;
  private readonly waiting = new Map<string, () => void>();
  private notifyUrl = '';
  private count = 0;

  constructor(
    private readonly base: string,
    private readonly env: Env,
    private readonly person: { id: string; openid: string },
  ) {
    this.privateKey = createPrivateKey(env.WECHAT_PAY_PRIVATE_KEY ?? '');
    this.wechatPayKey = createPublicKey(env.WECHAT_PAY_PUBLIC_KEY ?? '');
  }

  /** Takes notices from now on; answers how to stop. */
  async listen(): Promise<() => void> {
    const server = createServer((message, response) => {
      const chunks: Buffer[] = [];
      message.on('data', (chunk: Buffer) => chunks.push(chunk));
      message.on('end', () => {
        response.statusCode = this.takeNotice(message.headers, Buffer.concat(chunks).toString('utf8'))
          ? 204
          : 401;
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.notifyUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/notice`;
    return () => {
      server.close();
      server.closeAllConnections();
    };
  }

  /** Prepays, pays with the five parameters of wx.requestPayment, and waits for the notice, verified and opened. */
  async payOnce(): Promise<void> {
    this.count += 1;
    const outTradeNo = `bench-${process.pid}-${this.count}`;
    const told = new Promise<void>((resolve) => this.waiting.set(outTradeNo, resolve));
    const prepaid = await this.prepay(outTradeNo);
    const paid = await post({
      url: `${this.base}/control/shoppers/${this.person.id}/pay`,
      body: JSON.stringify(this.paymentParams(prepaid)),
    });
    if (!paid.body.includes('requestPayment:ok')) throw new Error(paid.body);
    await told;
  }

  private async prepay(outTradeNo: string): Promise<string> {
    const { env } = this;
    const path = '/v3/pay/transactions/jsapi';
    const body = JSON.stringify({
      appid: env.MINI_PROGRAM_APPID,
      mchid: env.WECHAT_PAY_MCHID,
      description: '白桃乌龙两件',
      out_trade_no: outTradeNo,
      notify_url: this.notifyUrl,
      amount: { total: 990, currency: 'CNY' },
      payer: { openid: this.person.openid },
    });
    const timestamp = String(Math.floor(Date.now() / 1000));
    const nonce = String(this.count).padStart(32, '0');
    const signature = this.sign(`POST\n${path}\n${timestamp}\n${nonce}\n${body}\n`);
    const authorization =
      `WECHATPAY2-SHA256-RSA2048 mchid="${env.WECHAT_PAY_MCHID}",nonce_str="${nonce}",` +
      `signature="${signature}",timestamp="${timestamp}",serial_no="${env.WECHAT_PAY_SERIAL}"`;
    const headers = { authorization, accept: 'application/json', 'user-agent': 'bench' };
    const answer = await post({ url: `${this.base}/api.mch.weixin.qq.com${path}`, body, headers });
    if (answer.status !== 200 || !this.isSigned(answer.headers, answer.body)) throw new Error(answer.body);
    return (JSON.parse(answer.body) as { prepay_id: string }).prepay_id;
  }

  private paymentParams(prepayId: string): Record<string, string> {
    const timeStamp = String(Math.floor(Date.now() / 1000));
    const packageText = `prepay_id=${prepayId}`;
    const message = `${this.env.MINI_PROGRAM_APPID}\n${timeStamp}\nbench\n${packageText}\n`;
    return {
      timeStamp,
      nonceStr: 'bench',
      package: packageText,
      signType: 'RSA',
      paySign: this.sign(message),
    };
  }

  private takeNotice(headers: NodeJS.Dict<string | string[]>, body: string): boolean {
    if (!this.isSigned(headers, body)) return false;
    const { resource } = JSON.parse(body) as { resource: Record<string, string> };
    const sealed = Buffer.from(resource.ciphertext ?? '', 'base64');
    const opener = createDecipheriv(
      'aes-256-gcm',
      this.env.WECHAT_PAY_API_V3_KEY ?? '',
      resource.nonce ?? '',
    );
    opener.setAAD(Buffer.from(resource.associated_data ?? ''));
    opener.setAuthTag(sealed.subarray(-16));
    const plain = Buffer.concat([opener.update(sealed.subarray(0, -16)), opener.final()]).toString('utf8');
    const { out_trade_no } = JSON.parse(plain) as { out_trade_no: string };
    this.waiting.get(out_trade_no)?.();
    this.waiting.delete(out_trade_no);
    return true;
  }

  private isSigned(headers: NodeJS.Dict<string | string[]>, body: string): boolean {
    const message = `${headers['wechatpay-timestamp']}\n${headers['wechatpay-nonce']}\n${body}\n`;
    const signature = Buffer.from(String(headers['wechatpay-signature']), 'base64');
    return verify('RSA-SHA256', Buffer.from(message), this.wechatPayKey, signature);
  }

  private sign(message: string): string {
    return sign('RSA-SHA256', Buffer.from(message), this.privateKey).toString('base64');
  }
}

function post({ url, body, headers = {} }: Asked): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
    const sent = request(url, { method: 'POST', agent, headers: { ...headers, ...length } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
