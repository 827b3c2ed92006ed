import type { TemporaryFiles } from './temporary-files';

type RequestInput = {
  id: number;
  url: string;
  method?: string;
  data?: string;
  header?: Record<string, string>;
  timeout?: number;
  responseType?: string;
};
type TransferInput = { id: number; url: string; header?: Record<string, string>; timeout?: number };
type UploadInput = TransferInput & {
  name: string;
  filePath: string;
  content?: string;
  formData?: Record<string, string>;
};
type RequestAnswer = { statusCode: number; header: Record<string, string>; cookies: string[]; body: string };

/** WeChat's own default: https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html */
const TIMEOUT_MS = 60_000;

/** The network of the phone, by Node's fetch. Domains are not checked against a list, as in DevTools without that check. */
export class Network {
  private readonly running = new Map<number, AbortController>();
  private type = 'wifi';

  /** `proxy`: origin that the mini-program names → origin that answers in its place. */
  constructor(
    private readonly files: TemporaryFiles,
    private readonly proxy: Record<string, string> = {},
  ) {}

  get current(): string {
    return this.type;
  }

  /** `none` fails every request from now on. */
  set(type: string): void {
    this.type = type;
  }

  abort(id: number): void {
    this.running.get(id)?.abort(new Error('abort'));
  }

  /** The address that is asked for `url`: the same, unless a proxy stands before its origin. */
  route(url: string): string {
    if (!URL.canParse(url)) return url;
    const { origin } = new URL(url);
    return (this.proxy[origin] ?? origin) + url.slice(origin.length);
  }

  request({ id, url, method = 'GET', data, header, timeout }: RequestInput): Promise<RequestAnswer> {
    return this.transfer({ id, timeout }, (signal) =>
      send(addressOf(this.route(url), method, data), { method, data, header, signal }),
    );
  }

  /** One part with the file, further parts with `formData`. `content` (base64) is of a file that Node does not have. */
  uploadFile({ id, url, name, filePath, content, ...input }: UploadInput): Promise<RequestAnswer> {
    const bytes = content === undefined ? this.files.read(filePath) : Buffer.from(content, 'base64');
    if (bytes === undefined) throw new Error('file not found');
    const form = new FormData();
    for (const [key, value] of Object.entries(input.formData ?? {})) form.append(key, String(value));
    form.append(name, new Blob([new Uint8Array(bytes)]), filePath.split('/').at(-1));
    const { 'content-type': _, ...header } = lowerCase(input.header ?? {});
    return this.transfer({ id, timeout: input.timeout }, async (signal) =>
      toAnswer(await reach(this.route(url), { method: 'POST', body: form, headers: header, signal })),
    );
  }

  /** The body becomes a temporary file, whatever the status is. */
  downloadFile({ id, url, header = {}, timeout }: TransferInput) {
    return this.transfer({ id, timeout }, async (signal) => {
      const response = await reach(this.route(url), { headers: lowerCase(header), signal });
      const content = Buffer.from(await response.arrayBuffer());
      const extension = /\.(\w{1,5})(?:\?|$)/.exec(url)?.[1] ?? 'unknown';
      return { statusCode: response.status, tempFilePath: this.files.add(content, extension) };
    });
  }

  private async transfer<T>(
    { id, timeout = TIMEOUT_MS }: { id: number; timeout: number | undefined },
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    if (this.type === 'none')
      throw new Error('errcode:-106 cronet_error_code:-106 error_msg:net::ERR_INTERNET_DISCONNECTED');
    const controller = new AbortController();
    this.running.set(id, controller);
    const timer = setTimeout(() => controller.abort(new Error('timeout')), timeout);
    try {
      return await work(controller.signal);
    } finally {
      clearTimeout(timer);
      this.running.delete(id);
    }
  }
}

/** The data of a GET stand in its query. */
const addressOf = (url: string, method: string, data?: string): string =>
  method !== 'GET' || data === undefined || data === ''
    ? url
    : `${url}${url.includes('?') ? '&' : '?'}${data}`;

type Sending = {
  method: string;
  data: string | undefined;
  header: Record<string, string> | undefined;
  signal: AbortSignal;
};

async function send(url: string, { method, data, header, signal }: Sending): Promise<RequestAnswer> {
  const body = method === 'GET' || method === 'HEAD' || data === undefined ? {} : { body: data };
  const headers = { 'content-type': 'application/json', ...lowerCase(header ?? {}) };
  return toAnswer(await reach(url, { method, headers, signal, ...body }));
}

const reach = (url: string, init: RequestInit): Promise<Response> =>
  fetch(url, init).catch((error: Error) => {
    throw (error.cause as Error | undefined) ?? error;
  });

async function toAnswer(response: Response): Promise<RequestAnswer> {
  const text = await response.text();
  return {
    statusCode: response.status,
    header: Object.fromEntries(response.headers),
    cookies: response.headers.getSetCookie(),
    body: text,
  };
}

const lowerCase = (header: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(header).map(([name, value]) => [name.toLowerCase(), String(value)]));
