import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { ErrorCode } from '@omni/shared/errors';
import { z } from 'zod';
import { refuseInsideTransaction } from './db';
import { AppError } from './errors';
import { log } from './log';
import { platformCalls } from './metrics';

const TIMEOUT_MS = 5000;

type Failure = { platform: string; api: string; code: string; retryable: boolean };

/** No usable answer: network, timeout, 5xx, rate limit, nonsense. It is unknown whether the call had its effect. */
export class PlatformError extends Error {
  readonly platform: string;
  readonly api: string;
  readonly code: string;
  readonly retryable: boolean;

  constructor(failure: Failure) {
    super(`${failure.platform} ${failure.api}: ${failure.code}`);
    this.name = 'PlatformError';
    this.platform = failure.platform;
    this.api = failure.api;
    this.code = failure.code;
    this.retryable = failure.retryable;
  }
}

/** The platform understood and said no. `code` is the platform's own: an errcode, or WeChat Pay's code word. */
export class PlatformRefusal extends Error {
  readonly platform: string;
  readonly api: string;
  readonly code: number | string;

  constructor(refusal: { platform: string; api: string; code: number | string; message: string }) {
    super(`${refusal.platform} ${refusal.api} refused: ${refusal.code} ${harmless(refusal.message)}`);
    this.name = 'PlatformRefusal';
    this.platform = refusal.platform;
    this.api = refusal.api;
    this.code = refusal.code;
  }
}

/** Platforms repeat what they were sent: nothing as long as a secret, and no phone number, gets into an error. */
const harmless = (message: string): string =>
  message
    .slice(0, 300)
    .replace(/[\w+/=-]{32,}/g, '…')
    .replace(/\d{11,}/g, '…');

export type OutCall = {
  platform: string;
  /** A name for logs and metrics; never the address, which may carry secrets. */
  api: string;
  method: 'GET' | 'POST';
  url: string;
  headers?: Record<string, string>;
  body?: string;
  /** What the metric calls an answer: the platform's own code for it. */
  codeOf?: (answer: OutAnswer) => string;
};
export type OutAnswer = {
  status: number;
  /** Names in any case; null when absent. */
  headers: { get: (name: string) => string | null };
  body: Buffer;
};

/**
 * The one way out of this process. Refuses inside a transaction, waits at most five seconds, and never puts an address, a
 * header or a body into an error: they carry secrets.
 */
export async function callOut(call: OutCall): Promise<OutAnswer> {
  const { platform, api } = call;
  refuseInsideTransaction(`${platform} ${api}`);
  const count = (code: string) => platformCalls.inc({ platform, api, code });
  let answer: OutAnswer;
  try {
    answer = await send(call);
  } catch (error) {
    const code = failureCode(error);
    count(code);
    throw new PlatformError({ platform, api, code, retryable: true });
  }
  if (answer.status >= 500 || answer.status === 429 || (answer.status >= 300 && answer.status < 400)) {
    const code = `http_${answer.status}`;
    count(code);
    throw new PlatformError({ platform, api, code, retryable: answer.status >= 429 });
  }
  count(call.codeOf?.(answer) ?? String(answer.status));
  return answer;
}

/** Connections are kept: a handshake per call would cost more than the call. `fetch` keeps them too, at three times the CPU. */
const agents = {
  'http:': new HttpAgent({ keepAlive: true, timeout: 4000 }),
  'https:': new HttpsAgent({ keepAlive: true, timeout: 4000 }),
};

function send(call: OutCall): Promise<OutAnswer> {
  const url = new URL(call.url);
  const secure = url.protocol === 'https:';
  const length = call.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(call.body)) };
  const options = {
    method: call.method,
    headers: { ...call.headers, ...length },
    agent: agents[secure ? 'https:' : 'http:'],
  };
  return new Promise((resolve, reject) => {
    const asked = (secure ? httpsRequest : httpRequest)(url, options, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => resolve(readAnswer(answer, Buffer.concat(parts))));
    });
    const late = setTimeout(() => asked.destroy(new TimedOut()), TIMEOUT_MS);
    asked.on('error', reject);
    asked.on('close', () => clearTimeout(late));
    asked.end(call.body);
  });
}

class TimedOut extends Error {
  readonly code = 'timeout';
}

const readAnswer = (answer: IncomingMessage, body: Buffer): OutAnswer => ({
  status: answer.statusCode ?? 0,
  headers: {
    get(name) {
      const value = answer.headers[name.toLowerCase()];
      return Array.isArray(value) ? value.join(', ') : (value ?? null);
    },
  },
  body,
});

function failureCode(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : 'network';
}

export type ErrcodeCall<T> = Omit<OutCall, 'codeOf' | 'body' | 'headers'> & {
  body?: unknown;
  answer: z.ZodType<T>;
};
type Named = { platform: string; api: string };

const Envelope = z.looseObject({ errcode: z.int().default(0), errmsg: z.string().default('') });
/** Busy (-1), and too often: per minute, per day, at once. The call had no effect and may be repeated later. */
const BUSY: readonly number[] = [-1, 45009, 45011, 45033];

function readEnvelope(body: Buffer): z.output<typeof Envelope> | null {
  try {
    return Envelope.parse(JSON.parse(body.toString('utf8')));
  } catch {
    return null;
  }
}

/** The JSON of an answer whose errcode is 0 or absent. Throws PlatformRefusal for other codes, PlatformError for busy or nonsense. */
export function readErrcodeAnswer(call: Named, body: Buffer): unknown {
  const { platform, api } = call;
  const json = readEnvelope(body);
  if (!json) throw new PlatformError({ platform, api, code: 'unreadable', retryable: true });
  if (BUSY.includes(json.errcode)) {
    throw new PlatformError({ platform, api, code: String(json.errcode), retryable: true });
  }
  if (json.errcode !== 0) {
    throw new PlatformRefusal({ platform, api, code: json.errcode, message: json.errmsg });
  }
  return json;
}

/** For the APIs of api.weixin.qq.com and qyapi.weixin.qq.com: JSON both ways, and HTTP 200 with an `errcode` for refusals. */
export async function callErrcode<T>(call: ErrcodeCall<T>): Promise<T> {
  const { body, answer: shape, ...rest } = call;
  const answer = await callOut({
    ...rest,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    codeOf: (got) => String(readEnvelope(got.body)?.errcode ?? 'unreadable'),
  });
  const parsed = shape.safeParse(readErrcodeAnswer(call, answer.body));
  if (parsed.success) return parsed.data;
  throw new PlatformError({ platform: call.platform, api: call.api, code: 'unreadable', retryable: false });
}

/**
 * Runs platform calls for a use case: an outage is refused as PLATFORM_UNAVAILABLE, a refusal of the platform as `refusals`
 * says. A refusal not named there is a bug or wrong configuration: an error line for us, PLATFORM_UNAVAILABLE for the caller.
 */
export async function askPlatform<T>(
  ask: () => Promise<T>,
  refusals: Record<number | string, ErrorCode> = {},
): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof PlatformError) {
      const { platform, api, code } = error;
      log.warn({ platform, api, code }, 'platform unavailable');
      throw new AppError('PLATFORM_UNAVAILABLE');
    }
    if (!(error instanceof PlatformRefusal)) throw error;
    const code = refusals[error.code];
    if (!code) log.error({ err: error }, 'platform refused us');
    throw new AppError(code ?? 'PLATFORM_UNAVAILABLE');
  }
}
