import type { Sandbox } from '../sandbox';

export type Json = Record<string, unknown>;

/** A server that calls api.weixin.qq.com and qyapi.weixin.qq.com, with tokens it fetches itself. */
export class PlatformClient {
  constructor(readonly sandbox: Sandbox) {}

  async mini(path: string, body?: unknown): Promise<Json> {
    const token = await this.stableToken();
    return this.call(
      `${this.sandbox.env.WECHAT_API_BASE}${withToken(path, String(token.access_token))}`,
      body,
    );
  }

  async official(path: string, body?: unknown): Promise<Json> {
    const token = await this.stableToken(this.officialCredentials());
    return this.call(
      `${this.sandbox.env.WECHAT_API_BASE}${withToken(path, String(token.access_token))}`,
      body,
    );
  }

  async wecom(path: string, body?: unknown): Promise<Json> {
    const token = await this.corpToken();
    return this.call(
      `${this.sandbox.env.WECOM_API_BASE}${withToken(path, String(token.access_token))}`,
      body,
    );
  }

  stableToken(changes: Json = {}): Promise<Json> {
    const { env } = this.sandbox;
    const body = {
      grant_type: 'client_credential',
      appid: env.MINI_PROGRAM_APPID,
      secret: env.MINI_PROGRAM_SECRET,
    };
    return this.call(`${env.WECHAT_API_BASE}/cgi-bin/stable_token`, { ...body, ...changes });
  }

  /** Of the official account, for stableToken and the like. */
  officialCredentials(): { appid: string; secret: string } {
    const { OFFICIAL_ACCOUNT_APPID = '', OFFICIAL_ACCOUNT_SECRET = '' } = this.sandbox.env;
    return { appid: OFFICIAL_ACCOUNT_APPID, secret: OFFICIAL_ACCOUNT_SECRET };
  }

  corpToken(changes: Record<string, string> = {}): Promise<Json> {
    const { env } = this.sandbox;
    const query = { corpid: env.WECOM_CORPID ?? '', corpsecret: env.WECOM_SECRET ?? '', ...changes };
    return this.call(`${env.WECOM_API_BASE}/cgi-bin/gettoken?${new URLSearchParams(query).toString()}`);
  }

  session(code: string, changes: Record<string, string> = {}): Promise<Json> {
    const { env } = this.sandbox;
    const query = {
      appid: env.MINI_PROGRAM_APPID ?? '',
      secret: env.MINI_PROGRAM_SECRET ?? '',
      js_code: code,
      grant_type: 'authorization_code',
      ...changes,
    };
    return this.call(`${env.WECHAT_API_BASE}/sns/jscode2session?${new URLSearchParams(query).toString()}`);
  }

  /** GET without a body, POST of JSON with one; a text is posted as it is. */
  async call(url: string, body?: unknown): Promise<Json> {
    const response = await fetch(url, init(body));
    return (await response.json()) as Json;
  }
}

export function withToken(path: string, token: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}access_token=${token}`;
}

function init(body: unknown): RequestInit {
  if (body === undefined) return {};
  return { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) };
}
