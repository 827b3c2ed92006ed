import type { PersonAnswer, Question } from '../../people';
import type { ServiceState } from '../state';
import { Refusal, asyncApi } from './call';
import type { Options, Result, Work } from './call';
import { plain } from './interface';

/** Scopes: https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/authorize.html */
const SCOPE_OF: Partial<Record<Question, string>> = { getLocation: 'scope.userLocation' };
/** Must stand in `requiredPrivateInfos` of app.json, or they fail. */
const PRIVATE_INFOS = new Set([
  'getLocation',
  'chooseLocation',
  'chooseAddress',
  'choosePoi',
  'getFuzzyLocation',
]);
/** Need the privacy agreement. https://developers.weixin.qq.com/miniprogram/dev/framework/user-privacy/PrivacyAuthorize.html */
const NEEDS_PRIVACY = new Set<Question>([
  'getLocation',
  'chooseLocation',
  'chooseAddress',
  'chooseMedia',
  'getPhoneNumber',
  'chooseAvatar',
]);
const SIMPLE: Question[] = [
  'login',
  'requestPayment',
  'scanCode',
  'getUserProfile',
  'makePhoneCall',
  'openLocation',
  'chooseMedia',
];

const TAP_LASTS_MS = 5000;

type Resolve = (choice: { event: 'agree' | 'disagree' | 'exposureAuthorization'; buttonId?: string }) => void;

/** Asks whoever holds the phone; keeps what was granted until the app is launched anew. */
export class Asking {
  private readonly granted = new Map<string, boolean>();
  private privacyAgreed: boolean;
  private lastTapMs = -Infinity;

  constructor(private readonly state: ServiceState) {
    this.privacyAgreed = state.config.app.__usePrivacyCheck__ !== true;
  }

  async ask(question: Question, options: Result): Promise<Result> {
    this.refuseUndeclared(question);
    if (NEEDS_PRIVACY.has(question)) await this.requirePrivacy();
    const scope = SCOPE_OF[question];
    if (scope !== undefined) await this.requireScope(scope);
    return this.put(question, options);
  }

  async requirePrivacy(): Promise<void> {
    if (this.privacyAgreed) return;
    if (this.state.listeners.has('NeedPrivacyAuthorization')) await this.letPageAsk();
    else await this.put('privacy', {});
    this.privacyAgreed = true;
  }

  async requireScope(scope: string): Promise<void> {
    const before = this.granted.get(scope);
    if (before === false) throw new Refusal('auth deny', { errno: 103 });
    if (before === true) return;
    const desc = this.state.config.app.permission?.[scope]?.desc ?? '';
    try {
      await this.put('authorize', { scope, desc });
      this.granted.set(scope, true);
    } catch (error) {
      this.granted.set(scope, false);
      throw error;
    }
  }

  /** A tap, or the end of a payment. */
  noteTap(): void {
    this.lastTapMs = Date.now();
  }

  /** Subscribing is for taps and payments only; for how long after them, WeChat does not say: five seconds here. */
  requireTap(): void {
    if (Date.now() - this.lastTapMs <= TAP_LASTS_MS) return;
    throw new Refusal('can only be invoked by user TAP gesture.', { errCode: 10001 });
  }

  agree(): void {
    this.privacyAgreed = true;
  }

  get needsPrivacy(): boolean {
    return !this.privacyAgreed;
  }

  settings(): Record<string, boolean> {
    return Object.fromEntries(this.granted);
  }

  private letPageAsk(): Promise<void> {
    return new Promise((done, refuse) => {
      const resolve: Resolve = ({ event }) => {
        if (event === 'agree') done();
        else if (event === 'disagree')
          refuse(new Refusal('privacy permission is not authorized', { errno: 104 }));
      };
      this.state.listeners.emit('NeedPrivacyAuthorization', resolve);
    });
  }

  private refuseUndeclared(question: Question): void {
    const declared = this.state.config.app.requiredPrivateInfos ?? [];
    if (!PRIVATE_INFOS.has(question) || declared.includes(question)) return;
    throw new Refusal('the api need to be declared in the requiredPrivateInfos field in app.json/ext.json', {
      errno: 112,
    });
  }

  private async put(question: Question, options: Result): Promise<Result> {
    const answer = await this.state.channel.call<PersonAnswer>('ask', { question, options });
    if (answer.ok) return answer.result;
    throw new Refusal(answer.reason, answer.fields);
  }
}

/** APIs that a person answers. */
export function personApis(state: ServiceState, asking: Asking) {
  const api = (name: string, work: Work) => asyncApi(state, name, work);
  const ask = async (question: Question, options: Options): Promise<Result> => {
    try {
      return await asking.ask(question, plain(options));
    } finally {
      if (question === 'requestPayment') asking.noteTap();
    }
  };
  const simple = Object.fromEntries(
    SIMPLE.map((question) => [question, api(question, (options) => ask(question, options))]),
  );
  return {
    ...simple,
    getLocation: api('getLocation', (options) => asking.ask('getLocation', plain(options))),
    chooseLocation: api('chooseLocation', (options) => asking.ask('chooseLocation', plain(options))),
    chooseAddress: api('chooseAddress', (options) => asking.ask('chooseAddress', plain(options))),
    requestSubscribeMessage: api('requestSubscribeMessage', (options) => subscribe(asking, options)),
    checkSession: api('checkSession', () => undefined),
    authorize: api('authorize', ({ scope }) => asking.requireScope(String(scope))),
    getSetting: api('getSetting', () => ({ authSetting: asking.settings() })),
    openSetting: api('openSetting', () => ({ authSetting: asking.settings() })),
    getPrivacySetting: api('getPrivacySetting', () => ({
      needAuthorization: asking.needsPrivacy,
      privacyContractName: '《小程序隐私保护指引》',
    })),
    requirePrivacyAuthorize: api('requirePrivacyAuthorize', () => asking.requirePrivacy()),
    openPrivacyContract: api('openPrivacyContract', () => undefined),
  };
}

/** At most three (five for some) templates; the answer names each of them. */
function subscribe(asking: Asking, options: Options): Promise<Result> {
  const { tmplIds } = options;
  if (!Array.isArray(tmplIds) || tmplIds.length === 0) {
    throw new Refusal("TmplIds can't be empty", { errCode: 20004 });
  }
  asking.requireTap();
  return asking.ask('requestSubscribeMessage', plain(options));
}
