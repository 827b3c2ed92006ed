import { ChannelsControl } from '../channels/client';
import type { FaultsInput } from '../faults/types';
import type { Scenario } from '../faults/scenarios';
import { MiniProgramControl } from '../miniprogram/client';
import { OfficialAccountControl } from '../official/client';
import { WechatPayControl } from '../pay/client';
import type { ScanAttempt, ScanResult } from '../pay/request-payment';
import type { Rules } from '../rules';
import { WecomControl } from '../wecom/client';
import { Transport } from './transport';
import type {
  CallbackAddresses,
  CallbackCheck,
  ClockReading,
  FaultsReading,
  Inbox,
  JournalDetail,
  JournalEntry,
  NamedPlace,
  Notice,
  PayInput,
  PayResult,
  PaySheetResult,
  People,
  Place,
  SubscribeInput,
} from './types';

/** Every control function over HTTP, for tests in the same process and for journeys in another one. */
export class SandboxClient {
  /** What only the mini-program has: codes, links, released pages. */
  readonly miniProgram: MiniProgramControl;
  /** Followers, menus and messages of the official account. */
  readonly officialAccount: OfficialAccountControl;
  /** Refunds, bills and keys of WeChat Pay. */
  readonly wechatPay: WechatPayControl;
  /** Members, customers, groups and mass messages of WeCom. */
  readonly wecom: WecomControl;
  /** Douyin and the like. */
  readonly channels: ChannelsControl;
  private readonly transport: Transport;

  constructor(url: string) {
    this.transport = new Transport(url);
    this.miniProgram = new MiniProgramControl(this.transport);
    this.officialAccount = new OfficialAccountControl(this.transport);
    this.wechatPay = new WechatPayControl(this.transport);
    this.wecom = new WecomControl(this.transport);
    this.channels = new ChannelsControl(this.transport);
  }

  /** What a server needs in its environment to talk to this sandbox. */
  env(): Promise<Record<string, string>> {
    return this.transport.get('/control/env');
  }

  /** Host → `GET /path` of everything it answers. */
  endpoints(): Promise<Record<string, string[]>> {
    return this.transport.get('/control/endpoints');
  }

  people(): Promise<People> {
    return this.transport.get('/control/people');
  }

  clock(): Promise<ClockReading> {
    return this.transport.get('/control/clock');
  }

  /** Moves the platform's clock; what falls due on the way has happened when this returns. */
  advanceClock(advanceSeconds: number): Promise<ClockReading> {
    return this.transport.post('/control/clock', { advanceSeconds });
  }

  /** Resolves when every notice that is due has been sent and answered. */
  settle(): Promise<ClockReading> {
    return this.transport.post('/control/settle');
  }

  /** wx.login. */
  loginCode(shopperId: string): Promise<{ code: string }> {
    return this.transport.post(`/control/shoppers/${shopperId}/login-code`);
  }

  /** The button open-type="getPhoneNumber". */
  phoneCode(shopperId: string): Promise<{ code: string }> {
    return this.transport.post(`/control/shoppers/${shopperId}/phone-code`);
  }

  /** wx.requestPayment, answered by this person. */
  pay(shopperId: string, input: PayInput): Promise<PayResult> {
    return this.transport.post(`/control/shoppers/${shopperId}/pay`, input);
  }

  /** What the pay sheet would show, or why it does not open. */
  paySheet(shopperId: string, input: PayInput): Promise<PaySheetResult> {
    return this.transport.post(`/control/shoppers/${shopperId}/pay-sheet`, input);
  }

  /** This person scans the QR code of a Native order (its `code_url`), and pays or cancels. */
  scanPay(shopperId: string, input: ScanAttempt): Promise<ScanResult> {
    return this.transport.post(`/control/shoppers/${shopperId}/scan-pay`, input);
  }

  /** wx.requestSubscribeMessage, answered by this person: template id → accept, reject or filter. */
  subscribe(shopperId: string, input: SubscribeInput): Promise<Record<string, string>> {
    return this.transport.post(`/control/shoppers/${shopperId}/subscribe`, input);
  }

  location(shopperId: string): Promise<Place> {
    return this.transport.get(`/control/shoppers/${shopperId}/location`);
  }

  setLocation(shopperId: string, place: Place): Promise<Place> {
    return this.transport.post(`/control/shoppers/${shopperId}/location`, place);
  }

  inbox(shopperId: string): Promise<Inbox> {
    return this.transport.get(`/control/shoppers/${shopperId}/inbox`);
  }

  /** Saves the addresses that are given and does the console's echo check on each. */
  configureCallbacks(addresses: CallbackAddresses): Promise<CallbackCheck> {
    return this.transport.post('/control/callbacks/config', addresses);
  }

  faults(input: FaultsInput): Promise<FaultsInput> {
    return this.transport.post('/control/faults', input);
  }

  /** The faults that are on, and the scenarios there are. */
  readFaults(): Promise<FaultsReading> {
    return this.transport.get('/control/faults');
  }

  /** Starts one named scenario from a clean slate. */
  scenario(name: string, seed?: number): Promise<Scenario> {
    return this.transport.post('/control/faults/scenario', { name, ...(seed === undefined ? {} : { seed }) });
  }

  /** What was chosen where the documents are silent or disagree. */
  rules(): Promise<Rules> {
    return this.transport.get('/control/rules');
  }

  setRules(changes: Partial<Rules>): Promise<Rules> {
    return this.transport.post('/control/rules', changes);
  }

  notices(): Promise<Notice[]> {
    return this.transport.get('/control/notices');
  }

  /** Delivers held notices, oldest first or in reverse. */
  flushNotices(input: { reverse?: boolean; ids?: string[] } = {}): Promise<{ flushed: number }> {
    return this.transport.post('/control/notices/flush', input);
  }

  /** Sends a notice once more, answered or not. */
  redeliver(noticeId: string): Promise<Notice> {
    return this.transport.post(`/control/notices/${noticeId}/redeliver`);
  }

  /** The last thousand requests and callbacks, oldest first; with words, those in which each word stands, newest first. */
  requests(words?: string): Promise<JournalEntry[]> {
    const query = words === undefined ? '' : `?q=${encodeURIComponent(words)}`;
    return this.transport.get(`/control/requests${query}`);
  }

  /** One of them with headers, bodies and what a sealed body says. */
  request(id: number): Promise<JournalDetail> {
    return this.transport.get(`/control/requests/${id}`);
  }

  places(): Promise<NamedPlace[]> {
    return this.transport.get('/control/places');
  }

  /** Back to the beginning: orders, tokens, faults, the clock. People, keys and secrets stay. */
  reset(): Promise<{ ok: true }> {
    return this.transport.post('/control/reset');
  }
}

export type Control = SandboxClient;
