import type { ServiceState } from '../state';
import { Refusal, failure } from './call';
import type { Options, Result } from './call';
import { asyncApi } from './call';

/** What Node answers for a request; the body as text, or base64 when bytes were asked for. */
type Answer = {
  statusCode: number;
  header: Record<string, string>;
  cookies: string[];
  body: string;
  profile?: object;
};
type Task = { abort(): void } & Record<string, unknown>;

let lastRequest = 0;

/** https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html; ten at a time are not enforced. */
export function networkApis(state: ServiceState, initialNetwork: string) {
  let networkType = initialNetwork;
  state.channel.on<string>('networkChanged', (type) => {
    networkType = type;
    state.listeners.emit('NetworkStatusChange', { isConnected: type !== 'none', networkType: type });
  });
  return {
    request: (options: Options) => request(state, options),
    getNetworkType: asyncApi(state, 'getNetworkType', () => ({ networkType })),
    downloadFile: (options: Options) =>
      task(state, { name: 'downloadFile', options }, (id) =>
        state.channel.call('downloadFile', { id, ...plain(options) }),
      ),
    uploadFile: (options: Options) =>
      task(state, { name: 'uploadFile', options }, (id) =>
        state.channel.call('uploadFile', { id, ...plain(options) }),
      ),
  };
}

function request(state: ServiceState, options: Options): Task {
  return task(state, { name: 'request', options }, async (id) => {
    if (!/^https?:\/\//.test(String(options.url))) throw new Refusal(`invalid url "${String(options.url)}"`);
    const answer = await state.channel.call<Answer>('request', {
      id,
      ...plain(options),
      data: body(options),
    });
    const { body: text, ...rest } = answer;
    return { ...rest, data: readBody(text, options) };
  });
}

/** `dataType: 'json'`, the default, tries to parse and leaves the text where that fails. */
function readBody(text: string, { dataType = 'json', responseType }: Options): unknown {
  if (responseType === 'arraybuffer' || dataType !== 'json') return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** As the page of wx.request says: objects go into the query for GET, as a form or as JSON otherwise. */
function body({ data, header = {}, method = 'GET' }: Options): unknown {
  if (typeof data !== 'object' || data === null) return data;
  const type = Object.entries(header as object).find(
    ([name]) => name.toLowerCase() === 'content-type',
  )?.[1] as string;
  const isForm = method === 'GET' || /x-www-form-urlencoded/.test(type ?? '');
  if (!isForm) return JSON.stringify(data);
  return Object.entries(data)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join('&');
}

const plain = (options: Options): Record<string, unknown> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => typeof value !== 'function'));

/** These three answer a task at once and have callbacks only, no promise. */
function task(
  state: ServiceState,
  call: { name: string; options: Options },
  send: (id: number) => Promise<Result>,
): Task {
  const { name, options } = call;
  lastRequest += 1;
  const id = lastRequest;
  void (async () => {
    let value: Result;
    try {
      value = { ...(await send(id)), errMsg: `${name}:ok` };
      state.listeners.run(() => options.success?.(value));
    } catch (error) {
      value = { errno: 600001, ...failure(name, error) };
      state.listeners.run(() => options.fail?.(value));
    }
    state.listeners.run(() => options.complete?.(value));
  })();
  const nothing = () => undefined;
  return {
    abort: () => state.channel.tell('abort', id),
    onHeadersReceived: nothing,
    offHeadersReceived: nothing,
    onProgressUpdate: nothing,
    offProgressUpdate: nothing,
    onChunkReceived: nothing,
    offChunkReceived: nothing,
  };
}
