import { constants, publicEncrypt } from 'node:crypto';
import { createPrivateKey, sign } from 'node:crypto';
import Pay from 'wechatpay-node-v3';
import { z } from 'zod';
import { config } from '../../config';
import type { Config } from '../../config';
import { PlatformError, PlatformRefusal, callOut } from '../../kernel/call-out';
import type { OutAnswer } from '../../kernel/call-out';
import { now } from '../../kernel/clock';
import { randomText } from '../../kernel/ids';
import { signatureProblem } from './signature';

export const PLATFORM = 'wechat-pay';
/** The host that wechatpay-node-v3 writes into every address; the signature covers only what follows it. */
const FIXED_HOST = 'https://api.mch.weixin.qq.com';

type Answer = { status: number; data: unknown };

export const timestampSeconds = (): string => String(Math.floor(now().getTime() / 1000));
export const newNonce = (): string => randomText(32);

/** The library signs with the machine's clock and a guessable nonce; this signs with ours. */
class Merchant extends Pay {
  protected override buildAuthorization(
    method: string,
    url: string,
    params?: Record<string, unknown>,
  ): string {
    const nonce = newNonce();
    const timestamp = timestampSeconds();
    const path = url.replace(FIXED_HOST, '');
    return this.getAuthorization(nonce, timestamp, this.getSignature(method, nonce, timestamp, path, params));
  }

  /** For what the library has no call of its own for. `path` with its query. */
  authorizationFor(method: 'GET' | 'POST', path: string, body?: Record<string, unknown>): string {
    return this.buildAuthorization(method, path, body);
  }

  /** The library reads the key anew for each signature, which costs half as much as signing. */
  private readonly signingKey = createPrivateKey(this.privateKey ?? '');

  override sha256WithRsa(data: string): string {
    return sign('RSA-SHA256', Buffer.from(data), this.signingKey).toString('base64');
  }

  /** Asked for a payment's answer that is signed anew in requestPaymentParams: nothing to sign here. */
  protected override sign(): string {
    return '';
  }

  signLines(lines: string[]): string {
    return this.sha256WithRsa(lines.map((line) => `${line}\n`).join(''));
  }
}

const Refused = z.object({ code: z.string(), message: z.string().default('') });

function readJson(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

const codeOf = (answer: OutAnswer): string =>
  answer.status < 300
    ? String(answer.status)
    : (Refused.safeParse(readJson(answer.body)).data?.code ?? '4xx');

/** Paths without their numbers: `/v3/refund/domestic/refunds/R1` → `refunds`. */
function apiOf(method: string, path: string): string {
  if (path.endsWith('/jsapi')) return 'prepay';
  if (path.endsWith('/close')) return 'close';
  if (path.startsWith('/v3/bill/')) return 'bill';
  if (path.endsWith('/apply-abnormal-refund')) return 'abnormal_refund';
  if (path.startsWith('/v3/refund/')) return method === 'POST' ? 'refund' : 'query_refund';
  return 'query';
}

type Request = { method: 'GET' | 'POST'; url: string; headers: Record<string, string>; body?: string };

/** One signed call. 2xx must carry WeChat Pay's own signature; 4xx carry none and are refusals. */
async function call(request: Request): Promise<Answer> {
  const path = request.url.replace(FIXED_HOST, '');
  const api = apiOf(request.method, path);
  const answer = await callOut({
    ...request,
    platform: PLATFORM,
    api,
    url: `${config().WECHAT_PAY_BASE}${path}`,
    codeOf,
  });
  const fail = (code: string) => new PlatformError({ platform: PLATFORM, api, code, retryable: true });
  if (answer.status >= 400) {
    const refused = Refused.safeParse(readJson(answer.body));
    if (!refused.success) throw fail(`http_${answer.status}`);
    throw new PlatformRefusal({ platform: PLATFORM, api, ...refused.data });
  }
  const problem = signatureProblem({
    header: (name) => answer.headers.get(name) ?? undefined,
    body: answer.body,
  });
  if (problem) throw fail(problem);
  // 202: taken on but not done, to be asked again with the same parameters.
  if (answer.status === 202) throw fail('http_202');
  // The library looks into `data` without asking whether it is there.
  return { status: answer.status, data: readJson(answer.body) ?? {} };
}

/** Reading twice changes nothing, so a read that failed fast is tried once more. */
async function get(request: Omit<Request, 'method'>): Promise<Answer> {
  try {
    return await call({ ...request, method: 'GET' });
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code === 'timeout') throw error;
    return call({ ...request, method: 'GET' });
  }
}

const headersOf = (given: Record<string, string>): Record<string, string> => ({
  ...given,
  'Accept-Encoding': 'identity',
  'User-Agent': 'omni-retail/0.1',
  'Wechatpay-Serial': config().WECHAT_PAY_PUBLIC_KEY_ID,
});

function build(from: Config): Merchant {
  const merchant = new Merchant({
    appid: from.MINI_PROGRAM_APPID,
    mchid: from.WECHAT_PAY_MCHID,
    serial_no: from.WECHAT_PAY_SERIAL,
    publicKey: Buffer.from(from.WECHAT_PAY_CERTIFICATE),
    privateKey: Buffer.from(from.WECHAT_PAY_PRIVATE_KEY),
  });
  merchant.createHttp({
    get: (url, headers) => get({ url, headers: headersOf(headers) }),
    post: (url, body, headers) =>
      call({ method: 'POST', url, headers: headersOf(headers), body: JSON.stringify(body) }),
    upload: () => Promise.reject(new Error('uploads are not used')),
  });
  return merchant;
}

let made: { from: Config; merchant: Merchant } | undefined;

export function merchant(): Merchant {
  const from = config();
  if (made?.from !== from) made = { from, merchant: build(from) };
  return made.merchant;
}

const jsonHeaders = (authorization: string): Record<string, string> =>
  headersOf({ Accept: 'application/json', 'Content-Type': 'application/json', Authorization: authorization });

/** A signed GET of a path with its query. */
export async function getPath(path: string): Promise<unknown> {
  const headers = jsonHeaders(merchant().authorizationFor('GET', path));
  return (await get({ url: `${FIXED_HOST}${path}`, headers })).data;
}

/** A signed POST. */
export async function postPath(path: string, body: Record<string, unknown>): Promise<unknown> {
  const headers = jsonHeaders(merchant().authorizationFor('POST', path, body));
  const url = `${FIXED_HOST}${path}`;
  return (await call({ method: 'POST', url, headers, body: JSON.stringify(body) })).data;
}

/**
 * Where a link that WeChat Pay gave leads from here, and the headers to follow it with. Links name the host of the internet, or
 * the address we asked at; to anybody else nothing signed is sent.
 */
export function signedLink(link: string): { url: string; headers: Record<string, string> } {
  const base = config().WECHAT_PAY_BASE;
  const known = [base, FIXED_HOST].find((host) => link.startsWith(`${host}/`));
  if (!known)
    throw new PlatformError({ platform: PLATFORM, api: 'bill', code: 'strange_link', retryable: false });
  const path = link.slice(known.length);
  const headers = headersOf({ Accept: '*/*', Authorization: merchant().authorizationFor('GET', path) });
  return { url: `${base}${path}`, headers };
}

/** RSAES-OAEP with WeChat Pay's key, as names and account numbers have to travel. */
export const sealField = (text: string): string =>
  publicEncrypt(
    {
      key: config().WECHAT_PAY_PUBLIC_KEY,
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: 'sha1',
    },
    Buffer.from(text),
  ).toString('base64');

/** An answer of the shape that was promised. Throws PlatformError otherwise: what happened is not known. */
export function expectShape<T>(api: string, shape: z.ZodType<T>, data: unknown): T {
  const parsed = shape.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new PlatformError({ platform: PLATFORM, api, code: 'unreadable', retryable: false });
}

export const isRefusal = (error: unknown, ...codes: string[]): boolean =>
  error instanceof PlatformRefusal && codes.includes(String(error.code));
