import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ctx } from '../ctx';
import { ControlError } from '../control/read';
import { takeRequestFault } from '../faults/take';
import type { RequestFault } from '../faults/types';
import type { Host } from './hosts';
import { cookiesOf, json } from './message';
import type { Incoming, Outgoing } from './message';
import type { Router } from './router';

const LARGEST_BODY = 25 * 1024 * 1024;
const MOUNT = '/__sandbox';
const DROPPED = Symbol('dropped');
type Answered = Outgoing | typeof DROPPED;

export type Surface = {
  ctx: Ctx;
  hosts: Record<string, Host>;
  own: Router;
  /** Called when something may have changed: a look at the control API changes nothing. */
  afterChange(): void;
};

export function createSandboxServer(surface: Surface): Server {
  return createServer((message, response) => {
    handle(surface, message)
      .then((answer) => {
        if (answer === DROPPED) message.socket.destroy();
        else write(response, answer, message.method === 'HEAD');
      })
      .catch((error: unknown) => write(response, mistake(error), false));
  });
}

async function handle(surface: Surface, message: IncomingMessage): Promise<Answered> {
  const body = await readBody(message);
  if (body === undefined) return json({ error: 'the body is too large' }, 413);
  const { host, request } = locate(surface, message, body);
  if (!host) {
    const answer = await answerOwn(surface.own, request);
    if (request.method !== 'GET') surface.afterChange();
    return answer;
  }
  const startedAt = surface.ctx.clock.now();
  const answer = await answerHost(surface, host, request);
  journal(surface.ctx, { host, request, answer: answer === DROPPED ? undefined : answer, startedAt });
  surface.afterChange();
  return answer;
}

/** `/api.weixin.qq.com/sns/…` and `Host: api.weixin.qq.com` + `/sns/…` are the same request. */
function locate(
  surface: Surface,
  message: IncomingMessage,
  body: Buffer,
): { host: Host | undefined; request: Incoming } {
  const url = withoutMount(message.url ?? '/');
  const named = surface.hosts[(message.headers.host ?? '').split(':')[0] ?? ''];
  const first = url.split(/[/?]/)[1] ?? '';
  const prefixed = named ? undefined : surface.hosts[first];
  const prefix = prefixed ? `/${first}` : '';
  const rawUrl = url.slice(prefix.length) || '/';
  const at = rawUrl.indexOf('?');
  return {
    host: named ?? prefixed,
    request: {
      method: message.method === 'HEAD' ? 'GET' : (message.method ?? 'GET'),
      path: at < 0 ? rawUrl : rawUrl.slice(0, at),
      rawUrl,
      prefix,
      query: new URLSearchParams(at < 0 ? '' : rawUrl.slice(at + 1)),
      headers: message.headers,
      cookies: cookiesOf(message.headers.cookie),
      params: {},
      body,
      checks: [],
      ip: (message.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
    },
  };
}

/** A front end reaches the sandbox under `/__sandbox` of its own origin; a proxy may leave that prefix on. */
function withoutMount(url: string): string {
  return url.startsWith(`${MOUNT}/`) ? url.slice(MOUNT.length) : url;
}

async function answerHost(surface: Surface, host: Host, request: Incoming): Promise<Answered> {
  const fault = takeRequestFault(surface.ctx, host.name, request.path);
  if (fault?.delayMs) await sleep(fault.delayMs);
  if (!fault) return answerFaithfully(host, request);
  if (fault.after) await answerFaithfully(host, request);
  if (fault.drop) return DROPPED;
  const fails = (fault.status ?? fault.errcode ?? fault.code) !== undefined;
  return fails ? failedAnswer(host, request, fault) : answerFaithfully(host, request);
}

async function answerFaithfully(host: Host, request: Incoming): Promise<Outgoing> {
  const found = host.router.find(request.method, request.path);
  if (found === undefined) return host.unknownPath(request);
  if (found === 'wrong-method') return host.wrongMethod(request);
  try {
    host.before(request);
    return host.finish(await found.handle({ ...request, params: found.params }));
  } catch (error) {
    const refusal = host.refuse(request, error);
    if (refusal) return refusal;
    throw error;
  }
}

async function answerOwn(own: Router, request: Incoming): Promise<Outgoing> {
  const found = own.find(request.method, request.path);
  if (found === undefined) return json({ error: `nothing at ${request.method} ${request.path}` }, 404);
  if (found === 'wrong-method') return json({ error: `${request.method} is not possible here` }, 405);
  try {
    return await found.handle({ ...request, params: found.params });
  } catch (error) {
    if (error instanceof ControlError) return json({ error: error.message }, error.status);
    throw error;
  }
}

function failedAnswer(host: Host, request: Incoming, fault: RequestFault): Outgoing {
  const isPay = host.name.includes('mch');
  const answer = host.failed(request, {
    errcode: fault.errcode ?? -1,
    status: fault.status ?? (isPay ? 500 : 200),
    code: fault.code ?? 'SYSTEM_ERROR',
    message: fault.message ?? 'system error',
  });
  const how = fault.after ? '（已受理，但按测试要求回答失败）' : '（按测试要求失败）';
  return {
    ...answer,
    note: { ...answer.note, explanation: `${answer.note?.explanation ?? ''}${how}` },
  };
}

function journal(
  ctx: Ctx,
  done: { host: Host; request: Incoming; answer: Outgoing | undefined; startedAt: number },
): void {
  const { host, request, answer, startedAt } = done;
  ctx.journal.add({
    at: startedAt,
    direction: 'in',
    host: host.name,
    method: request.method,
    path: request.rawUrl,
    status: answer?.status ?? 0,
    durationMs: ctx.clock.now() - startedAt,
    ...(request.checks.length > 0 ? { checks: request.checks } : {}),
    ...(answer ? answer.note : { explanation: '连接被切断（按测试要求）' }),
    sent: { headers: request.headers, body: readable(request.headers['content-type'], request.body) },
    ...(answer
      ? {
          answered: {
            headers: answer.headers,
            body: readable(String(answer.headers['content-type'] ?? ''), answer.body),
          },
        }
      : {}),
  });
}

function readable(contentType: string | undefined, body: Buffer): string {
  if (/^(image|audio|video|multipart|application\/(x-)?(gzip|octet-stream))/.test(contentType ?? '')) {
    return `(${contentType}, ${body.length} bytes)`;
  }
  return body.toString('utf8');
}

function mistake(error: unknown): Outgoing {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`wechat-sandbox: ${text}\n`);
  return json({ error: 'a mistake in the sandbox', text }, 500);
}

function write(response: ServerResponse, answer: Outgoing, headOnly: boolean): void {
  const length = answer.status === 204 ? {} : { 'content-length': String(answer.body.length) };
  response.writeHead(answer.status, { 'cache-control': 'no-store', ...answer.headers, ...length });
  response.end(headOnly ? undefined : answer.body);
}

async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST_BODY) chunks.push(chunk);
  }
  return size > LARGEST_BODY ? undefined : Buffer.concat(chunks);
}
