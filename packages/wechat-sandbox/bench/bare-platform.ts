/**
 * The baseline: a process that speaks the same three messages with the same cryptography and does nothing else: it believes every
 * request it can verify, remembers nothing, and answers and notifies. What the sandbox takes longer than this is the sandbox.
 */
import { createCipheriv, createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto';
import { Agent, createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startSandbox } from '../src/sandbox';

type Env = Record<string, string>;
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

class BarePlatform {
  private readonly merchantKey;
  private readonly ownKey;

  constructor(
    private readonly env: Env,
    ownPrivateKey: string,
  ) {
    this.merchantKey = createPublicKey(env.WECHAT_PAY_CERTIFICATE ?? '');
    this.ownKey = createPrivateKey(ownPrivateKey);
  }

  answer(message: IncomingMessage, response: ServerResponse, body: string): void {
    const isPrepay = message.url?.endsWith('/jsapi') ?? false;
    const said = isPrepay ? this.prepay(message.headers.authorization ?? '', body) : this.pay(body);
    if (said === undefined) response.writeHead(401).end();
    else response.writeHead(200, isPrepay ? this.signed(said) : {}).end(said);
  }

  private prepay(authorization: string, body: string): string | undefined {
    const part = (name: string): string => new RegExp(`${name}="([^"]+)"`).exec(authorization)?.[1] ?? '';
    const path = '/v3/pay/transactions/jsapi';
    const text = `POST\n${path}\n${part('timestamp')}\n${part('nonce_str')}\n${body}\n`;
    if (!this.holds(text, part('signature'))) return undefined;
    // The order travels in the prepay id, since nothing is remembered here.
    return JSON.stringify({ prepay_id: Buffer.from(body).toString('base64url') });
  }

  private pay(body: string): string | undefined {
    const { timeStamp, nonceStr, package: packed = '', paySign = '' } = JSON.parse(body) as Env;
    const text = `${this.env.MINI_PROGRAM_APPID}\n${timeStamp}\n${nonceStr}\n${packed}\n`;
    if (!this.holds(text, paySign)) return undefined;
    this.notify(Buffer.from(packed.slice('prepay_id='.length), 'base64url').toString('utf8'));
    return JSON.stringify({ errMsg: 'requestPayment:ok' });
  }

  private notify(order: string): void {
    const nonce = randomBytes(6).toString('hex');
    const cipher = createCipheriv('aes-256-gcm', this.env.WECHAT_PAY_API_V3_KEY ?? '', nonce);
    cipher.setAAD(Buffer.from('transaction'));
    const sealed = Buffer.concat([cipher.update(order, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    const resource = { ciphertext: sealed.toString('base64'), nonce, associated_data: 'transaction' };
    const body = JSON.stringify({ id: 'EV', event_type: 'TRANSACTION.SUCCESS', resource });
    const { notify_url } = JSON.parse(order) as { notify_url: string };
    const length = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const headers = { ...this.signed(body), ...length };
    request(notify_url, { method: 'POST', agent, headers }, (answer) => answer.resume()).end(body);
  }

  private signed(body: string): Record<string, string> {
    const timestamp = String(Math.floor(Date.now() / 1000));
    const nonce = randomBytes(16).toString('hex');
    const signature = sign('RSA-SHA256', Buffer.from(`${timestamp}\n${nonce}\n${body}\n`), this.ownKey);
    return {
      'wechatpay-timestamp': timestamp,
      'wechatpay-nonce': nonce,
      'wechatpay-signature': signature.toString('base64'),
    };
  }

  private holds(message: string, signature: string): boolean {
    return verify('RSA-SHA256', Buffer.from(message), this.merchantKey, Buffer.from(signature, 'base64'));
  }
}

async function main(): Promise<void> {
  // A pair of its own: what the sandbox signs with is not to be had from outside.
  const { generateKeyPairSync } = await import('node:crypto');
  const own = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const { env: sandboxEnv, close } = await startSandbox();
  await close();
  const env = { ...sandboxEnv, WECHAT_PAY_PUBLIC_KEY: own.publicKey };
  const platform = new BarePlatform(env, own.privateKey);
  const server = createServer((message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => platform.answer(message, response, Buffer.concat(chunks).toString('utf8')));
  });
  server.listen(0, '127.0.0.1', () => {
    process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, env });
  });
  process.on('message', (asked) => {
    if (asked === 'close') process.exit(0);
    globalThis.gc?.();
    const { heapUsed, external, rss } = process.memoryUsage();
    process.send?.({ heapBytes: heapUsed + external, rssBytes: rss });
  });
}

void main();
