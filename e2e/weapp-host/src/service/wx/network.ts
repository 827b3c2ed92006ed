import type { ServiceState } from '../state';
import { Refusal, asyncApi, failure } from './call';
import type { Options, Result } from './call';
import { plain } from './interface';

/** What Node answers for a request; the body as text. */
type Answer = { statusCode: number; header: Record<string, string>; cookies: string[]; body: string };
type Task = { abort(): void } & Record<string, unknown>;

/** errno of wx.request for whatever went wrong on the way. */
const NETWORK_ERRNO = 600001;

/** https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html; ten at a time are not enforced. */
export function networkApis(state: ServiceState, initialNetwork: string) {
  let networkType = initialNetwork;
  let lastRequest = 0;
  state.channel.on<string>('networkChanged', (type) => {
    networkType = type;
    state.listeners.emit('NetworkStatusChange', { isConnected: type !== 'none', networkType: type });
  });
  return {
    getNetworkType: asyncApi(state, 'getNetworkType', () => ({ networkType })),
    /** Has callbacks only, no promise: it answers a task at once. */
    request: (options: Options): Task => {
      lastRequest += 1;
      const id = lastRequest;
      void run(state, id, options);
      return taskOf(() => state.channel.tell('abort', id));
    },
  };
}

async function run({ channel, listeners }: ServiceState, id: number, options: Options): Promise<void> {
  let value: Result;
  try {
    refuse(options);
    const question = { id, ...plain(options), data: bodyOf(options) };
    const { body, ...answer } = await channel.call<Answer>('request', question);
    value = { ...answer, data: readBody(body, options), errMsg: 'request:ok' };
    listeners.run(() => options.success?.(value));
  } catch (error) {
    value = { errno: NETWORK_ERRNO, ...failure('request', error) };
    listeners.run(() => options.fail?.(value));
  }
  listeners.run(() => options.complete?.(value));
}

function refuse({ url, responseType = 'text' }: Options): void {
  if (!/^https?:\/\//.test(String(url))) throw new Refusal(`invalid url "${String(url)}"`);
  if (responseType !== 'text') {
    throw new Refusal(`responseType ${String(responseType)} is not emulated by weapp-host`);
  }
}

/** `dataType: 'json'`, the default, tries to parse and leaves the text where that fails. */
function readBody(text: string, { dataType = 'json' }: Options): unknown {
  if (dataType !== 'json') return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** As the page of wx.request says: objects go into the query for GET, as a form or as JSON otherwise. */
function bodyOf({ data, header = {}, method = 'GET' }: Options): unknown {
  if (typeof data !== 'object' || data === null) return data;
  const type = Object.entries(header as object).find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  const isForm = method === 'GET' || /x-www-form-urlencoded/.test(String(type));
  if (!isForm) return JSON.stringify(data);
  return Object.entries(data)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join('&');
}

function taskOf(abort: () => void): Task {
  const nothing = () => undefined;
  return {
    abort,
    onHeadersReceived: nothing,
    offHeadersReceived: nothing,
    onChunkReceived: nothing,
    offChunkReceived: nothing,
  };
}
