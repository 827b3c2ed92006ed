import type { AddressInfo } from 'node:net';
import type { Page as BrowserPage } from 'playwright-core';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { Phone } from '../host';
import type { SettablePerson } from '../people';

type Request = { id: string; method: string; params?: Record<string, unknown> };
type Parts = { port: number; page: BrowserPage; phone: Phone; close: () => Promise<void> };
type Method = (params: Record<string, unknown>) => Promise<object> | object;

/** The version of the base library that the host claims; the client refuses anything below 2.7.3. */
const SDK_VERSION = '3.5.0';

/** Buttons of WeChat on what a person is asked: https://www.npmjs.com/package/miniprogram-automator, `Native`. */
const AUTHORIZING = ['privacy', 'authorize', 'getUserProfile', 'getPhoneNumber'] as const;
const BUTTONS: Record<string, Parameters<SettablePerson['press']>> = {
  authorizeAllow: [AUTHORIZING, 'allow'],
  authorizeCancel: [AUTHORIZING, 'deny'],
  closePaymentDialog: [['requestPayment'], 'cancel'],
  shareConfirm: [['shareAppMessage'], 'allow'],
  shareCancel: [['shareAppMessage'], 'cancel'],
};

/** Methods that the view or the service answers. */
const IN_BROWSER =
  /^(App\.(getPageStack|getCurrentPage|callWxMethod|mockWxMethod|callFunction|addBinding)|Page\.|Element\.|Tool\.native$)/;

/**
 * The WebSocket that miniprogram-automator talks to: `{ id, method, params }` is answered by `{ id, result }` or
 * `{ id, error: { message } }`; what happens by itself comes without an id.
 */
export class AutomatorServer {
  private readonly clients = new Set<WebSocket>();

  private constructor(
    private readonly sockets: WebSocketServer,
    private readonly parts: Parts,
  ) {
    sockets.on('connection', (client) => this.welcome(client));
    parts.phone.events = {
      emit: (method, params) => this.emit(method, params),
      log: (type, text) => this.emit('App.logAdded', { type, args: [text] }),
    };
  }

  static async listen(parts: Parts): Promise<AutomatorServer> {
    const sockets = new WebSocketServer({ port: parts.port, host: '127.0.0.1' });
    await new Promise<void>((resolve, reject) => sockets.on('listening', resolve).on('error', reject));
    return new AutomatorServer(sockets, parts);
  }

  get endpoint(): string {
    return `ws://127.0.0.1:${(this.sockets.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const client of this.clients) client.terminate();
    await new Promise((resolve) => this.sockets.close(resolve));
  }

  private emit(method: string, params: object): void {
    for (const client of this.clients) client.send(JSON.stringify({ method, params }));
  }

  private welcome(client: WebSocket): void {
    this.clients.add(client);
    client.on('close', () => this.clients.delete(client));
    client.on('message', (text) => void this.serve(client, JSON.parse(String(text)) as Request));
  }

  private async serve(client: WebSocket, { id, method, params = {} }: Request): Promise<void> {
    const reply = await this.answer(method, params).then(
      (result) => ({ id, result }),
      (error: Error) => ({ id, error: { message: plainMessage(error) } }),
    );
    if (client.readyState === client.OPEN) client.send(JSON.stringify(reply));
    if (method === 'Tool.close') await this.parts.close();
  }

  private async answer(method: string, params: Record<string, unknown>): Promise<unknown> {
    const button = method === 'Tool.native' ? BUTTONS[String(params.method)] : undefined;
    if (button !== undefined) {
      this.parts.phone.person.press(...button);
      return {};
    }
    const own = this.methods[method];
    if (own !== undefined) return own(params);
    if (!IN_BROWSER.test(method)) throw new Error(`${method} is not emulated by weapp-host`);
    return this.parts.page.evaluate(
      ([name, parameters]) => window.__weappHost.automate(name, parameters as never),
      [method, params] as const,
    );
  }

  private readonly methods: Record<string, Method> = {
    'Tool.getInfo': () => ({ SDKVersion: SDK_VERSION }),
    'Tool.close': () => ({}),
    'Tool.getTestAccounts': () => ({ accounts: [] }),
    'App.enableLog': () => ({}),
    'App.exit': () => ({}),
    'App.captureScreenshot': async () => ({ data: (await this.parts.page.screenshot()).toString('base64') }),
  };
}

/** Playwright puts words of its own around what was thrown in the page. */
const plainMessage = (error: Error): string =>
  error.message.replace(/^page\.evaluate: (?:Error: )?/, '').split('\n    at ')[0] ?? '';
