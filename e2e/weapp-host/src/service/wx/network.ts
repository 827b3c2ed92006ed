import type { ServiceState } from '../state';
import { Refusal, asyncApi, failure, requireString } from './call';
import type { Options, Result } from './call';
import { contentForNode, readTemporary } from './file-contents';
import { Gate } from './gate';
import { plain } from './interface';

/** What Node answers for a request; the body as text. */
type Answer = { statusCode: number; header: Record<string, string>; cookies: string[]; body: string };
type Task = { abort(): void; progress(percent: number): void } & Record<string, unknown>;

/** errno of wx.request for whatever went wrong on the way. */
const NETWORK_ERRNO = 600001;

/** https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html: of requests, uploads and downloads together. */
const AT_A_TIME = 10;

export function networkApis(state: ServiceState, initialNetwork: string) {
  let networkType = initialNetwork;
  state.channel.on<string>('networkChanged', (type) => {
    networkType = type;
    state.listeners.emit('NetworkStatusChange', { isConnected: type !== 'none', networkType: type });
  });
  const transfers = new Transfers(state);
  return {
    getNetworkType: asyncApi(state, 'getNetworkType', () => ({ networkType })),
    request: (options: Options) => transfers.start('request', options, (id) => request(state, id, options)),
    uploadFile: (options: Options) =>
      transfers.start('uploadFile', options, (id) => upload(state, id, options)),
    downloadFile: (options: Options) =>
      transfers.start('downloadFile', options, (id) => download(state, id, options)),
  };
}

/** These three have callbacks only, no promise: they answer a task at once. */
class Transfers {
  private readonly gate = new Gate(AT_A_TIME);
  private last = 0;

  constructor(private readonly state: ServiceState) {}

  start(name: string, options: Options, work: (id: number) => Promise<Result>): Task {
    this.last += 1;
    const id = this.last;
    let isAborted = false;
    const run = () => (isAborted ? Promise.reject(new Refusal('abort')) : work(id));
    const abort = () => {
      isAborted = true;
      this.state.channel.tell('abort', id);
    };
    const task = taskOf(abort);
    void this.finish(name, options, () => this.gate.run(run), task);
    return task;
  }

  private async finish(name: string, options: Options, ...[run, task]: [() => Promise<Result>, Task]) {
    const { listeners } = this.state;
    let value: Result;
    try {
      value = { ...(await run()), errMsg: `${name}:ok` };
      task.progress(100);
      listeners.run(() => options.success?.(value));
    } catch (error) {
      value = { errno: NETWORK_ERRNO, ...failure(name, error) };
      listeners.run(() => options.fail?.(value));
    }
    listeners.run(() => options.complete?.(value));
  }
}

async function request({ channel }: ServiceState, id: number, options: Options): Promise<Result> {
  refuse(options);
  const question = { id, ...plain(options), data: bodyOf(options) };
  const { body, ...answer } = await channel.call<Answer>('request', question);
  return { ...answer, data: readBody(body, options) };
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/network/upload/wx.uploadFile.html: the body of the answer stays text. */
async function upload(state: ServiceState, id: number, options: Options): Promise<Result> {
  refuse(options);
  requireString(options, 'name');
  const content = contentForNode(state, requireString(options, 'filePath'));
  const { body, statusCode } = await state.channel.call<Answer>('uploadFile', {
    id,
    ...plain(options),
    ...content,
  });
  return { data: body, statusCode };
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/network/download/wx.downloadFile.html: with `filePath` there is no temporary file. */
async function download(state: ServiceState, id: number, options: Options): Promise<Result> {
  refuse(options);
  const { filePath } = options;
  const { statusCode, tempFilePath } = await state.channel.call<{ statusCode: number; tempFilePath: string }>(
    'downloadFile',
    { id, ...plain(options) },
  );
  if (typeof filePath !== 'string') return { statusCode, tempFilePath };
  state.files.set(filePath, await readTemporary(state, tempFilePath));
  return { statusCode, filePath };
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

type Progress = { progress: number };

/** Progress is told once, at the end: bytes on their way are not seen from here. */
function taskOf(abort: () => void): Task {
  const nothing = () => undefined;
  const listeners = new Set<(progress: Progress) => void>();
  return {
    abort,
    progress: (progress) => listeners.forEach((listener) => listener({ progress })),
    onProgressUpdate: (listener: (progress: Progress) => void) => void listeners.add(listener),
    offProgressUpdate: (listener: (progress: Progress) => void) => void listeners.delete(listener),
    onHeadersReceived: nothing,
    offHeadersReceived: nothing,
    onChunkReceived: nothing,
    offChunkReceived: nothing,
  };
}
