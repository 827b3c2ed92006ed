type RequestInput = {
  id: number;
  url: string;
  method?: string;
  data?: string;
  header?: Record<string, string>;
  timeout?: number;
  responseType?: string;
};
type RequestAnswer = { statusCode: number; header: Record<string, string>; cookies: string[]; body: string };

/** WeChat's own default: https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html */
const TIMEOUT_MS = 60_000;

/** The network of the phone, by Node's fetch. Domains are not checked against a list, as in DevTools without that check. */
export class Network {
  private readonly running = new Map<number, AbortController>();
  private type = 'wifi';

  /** `proxy`: origin that the mini-program names → origin that answers in its place. */
  constructor(private readonly proxy: Record<string, string> = {}) {}

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

  async request({
    id,
    url,
    method = 'GET',
    data,
    header,
    timeout = TIMEOUT_MS,
  }: RequestInput): Promise<RequestAnswer> {
    if (this.type === 'none')
      throw new Error('errcode:-106 cronet_error_code:-106 error_msg:net::ERR_INTERNET_DISCONNECTED');
    const controller = new AbortController();
    this.running.set(id, controller);
    const timer = setTimeout(() => controller.abort(new Error('timeout')), timeout);
    try {
      return await send(addressOf(this.route(url), method, data), {
        method,
        data,
        header,
        signal: controller.signal,
      });
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
  const response = await fetch(url, { method, headers, signal, ...body }).catch((error: Error) => {
    throw (error.cause as Error | undefined) ?? error;
  });
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
