import type {
  CallbackCheck,
  ChatMessage,
  ClockReading,
  CustomerInput,
  FaultsInput,
  Inbox,
  JournalEntry,
  NamedPlace,
  Notice,
  PayInput,
  PayResult,
  PaySheetResult,
  People,
  Place,
  SceneCode,
  SubscribeInput,
} from './types';

/** Every control function over HTTP, for tests in the same process and for journeys in another one. */
export class SandboxClient {
  private readonly base: string;

  constructor(url: string) {
    this.base = url.replace(/\/$/, '');
  }

  /** What a server needs in its environment to talk to this sandbox. */
  env(): Promise<Record<string, string>> {
    return this.get('/control/env');
  }

  people(): Promise<People> {
    return this.get('/control/people');
  }

  clock(): Promise<ClockReading> {
    return this.get('/control/clock');
  }

  /** Moves the platform's clock; what falls due on the way has happened when this returns. */
  advanceClock(advanceSeconds: number): Promise<ClockReading> {
    return this.post('/control/clock', { advanceSeconds });
  }

  /** Resolves when every notice that is due has been sent and answered. */
  settle(): Promise<ClockReading> {
    return this.post('/control/settle', {});
  }

  /** wx.login. */
  loginCode(shopperId: string): Promise<{ code: string }> {
    return this.post(`/control/shoppers/${shopperId}/login-code`, {});
  }

  /** The button open-type="getPhoneNumber". */
  phoneCode(shopperId: string): Promise<{ code: string }> {
    return this.post(`/control/shoppers/${shopperId}/phone-code`, {});
  }

  /** wx.requestPayment, answered by this person. */
  pay(shopperId: string, input: PayInput): Promise<PayResult> {
    return this.post(`/control/shoppers/${shopperId}/pay`, input);
  }

  /** What the pay sheet would show, or why it does not open. */
  paySheet(shopperId: string, input: PayInput): Promise<PaySheetResult> {
    return this.post(`/control/shoppers/${shopperId}/pay-sheet`, input);
  }

  /** wx.requestSubscribeMessage, answered by this person: template id → accept, reject or filter. */
  subscribe(shopperId: string, input: SubscribeInput): Promise<Record<string, string>> {
    return this.post(`/control/shoppers/${shopperId}/subscribe`, input);
  }

  location(shopperId: string): Promise<Place> {
    return this.get(`/control/shoppers/${shopperId}/location`);
  }

  setLocation(shopperId: string, place: Place): Promise<Place> {
    return this.post(`/control/shoppers/${shopperId}/location`, place);
  }

  inbox(shopperId: string): Promise<Inbox> {
    return this.get(`/control/shoppers/${shopperId}/inbox`);
  }

  /** The code that WeCom's browser would bring back from the OAuth page. */
  oauthCode(userid: string): Promise<{ code: string }> {
    return this.post(`/control/staff/${userid}/oauth-code`, {});
  }

  /** Messages this member sent to customers (welcome, sendChatMessage) and app messages the member received. */
  sent(userid: string): Promise<{ messages: ChatMessage[] }> {
    return this.get(`/control/staff/${userid}/sent`);
  }

  /** A customer adds a member: the pair is made and the callback with a WelcomeCode goes out. */
  addCustomer(input: CustomerInput): Promise<{ external_userid: string; welcome_code: string }> {
    return this.post('/control/wecom/add-customer', input);
  }

  /** The customer deletes the member. */
  dropCustomer(input: CustomerInput): Promise<{ dropped: boolean }> {
    return this.post('/control/wecom/drop-customer', input);
  }

  /** Saves the WeCom callback address and does the console's echo check on it. */
  configureCallbacks(input: { wecomCallbackUrl: string }): Promise<CallbackCheck> {
    return this.post('/control/callbacks/config', input);
  }

  faults(input: FaultsInput): Promise<FaultsInput> {
    return this.post('/control/faults', input);
  }

  notices(): Promise<Notice[]> {
    return this.get('/control/notices');
  }

  /** Delivers held notices, oldest first or in reverse. */
  flushNotices(input: { reverse?: boolean; ids?: string[] } = {}): Promise<{ flushed: number }> {
    return this.post('/control/notices/flush', input);
  }

  /** Sends a notice once more, answered or not. */
  redeliver(noticeId: string): Promise<Notice> {
    return this.post(`/control/notices/${noticeId}/redeliver`, {});
  }

  finishRefund(outRefundNo: string, status: 'SUCCESS' | 'ABNORMAL' | 'CLOSED'): Promise<{ status: string }> {
    return this.post(`/control/refunds/${encodeURIComponent(outRefundNo)}/finish`, { status });
  }

  requests(): Promise<JournalEntry[]> {
    return this.get('/control/requests');
  }

  /** Mini-program codes made so far, oldest first. */
  sceneCodes(): Promise<(SceneCode & { text: string })[]> {
    return this.get('/control/scene-codes');
  }

  places(): Promise<NamedPlace[]> {
    return this.get('/control/places');
  }

  /** The pages of the released version; null lets every page pass. */
  setPages(pages: string[] | null): Promise<{ pages: string[] | null }> {
    return this.post('/control/mini-program', { pages });
  }

  /** Back to the beginning: orders, tokens, faults, the clock. People, keys and secrets stay. */
  reset(): Promise<{ ok: true }> {
    return this.post('/control/reset', {});
  }

  private get<T>(path: string): Promise<T> {
    return this.send(path, { method: 'GET' });
  }

  private post<T>(path: string, body: unknown): Promise<T> {
    return this.send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  private async send<T>(path: string, init: RequestInit): Promise<T> {
    const response = await fetch(`${this.base}${path}`, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`sandbox: ${init.method} ${path} answered ${response.status}: ${text}`);
    return JSON.parse(text) as T;
  }
}

export type Control = SandboxClient;
