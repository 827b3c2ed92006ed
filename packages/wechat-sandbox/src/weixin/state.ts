import type { AccessToken } from '../state/access-token';
import type { PushSecrets } from '../world';
import type { Calls, LimitNumbers } from './limits.rules';

/** The mini-program and the official account are two apps on one host, each with its own tokens, limits and push. */
export type AppKind = 'mini' | 'official';

/** `replacedAt`: another token has taken its place; it dies then although its time is not over. */
export type AppToken = AccessToken & { replacedAt?: number };

/** What a `rid` stands for: the request that was refused, for seven days. */
export type RidRecord = {
  rid: string;
  at: number;
  query: string;
  body: string;
  answer: string;
  ip: string;
};

/** Where the messages of an app go, and how they are written. */
export type PushConsole = { url: string | null } & Pick<PushSecrets, 'mode' | 'format'>;

/** When somebody last wrote or tapped, and how many service messages went out since. */
export type Contact = { at: number; sent: number };

/** What arrived on somebody's phone and is not a subscribe message of the mini-program. */
export type PhoneMessage = {
  at: number;
  openid: string;
  /** `template`, `subscription` and `reply` of the official account, `service` by a human or a robot, `parcel` of WeChat itself. */
  kind: 'template' | 'subscription' | 'reply' | 'service' | 'parcel';
  title: string;
  text: string;
  /** Where a tap leads: a web address, or a page of the mini-program. */
  url?: string;
  page?: string;
};

/** What both apps have. All times are milliseconds of the sandbox's clock. */
export type AppState = {
  tokens: AppToken[];
  forcedRefreshes: number[];
  /** Path, or the name paths share → how often it was called in this second, minute and day. */
  calls: Record<string, Calls>;
  /** Numbers a test put in the place of the documented ones, by path. */
  limits: Record<string, LimitNumbers>;
  clearedQuotas: number[];
  rids: RidRecord[];
  /** Null lets every address call. */
  ipWhitelist: string[] | null;
  secretFrozen: boolean;
  push: PushConsole;
  /** `<openid> <template id>` → messages the person still accepts. */
  subscriptions: Record<string, number>;
  bannedTemplates: string[];
  /** openid → the window for service messages. */
  contacts: Record<string, Contact>;
  phoneMessages: PhoneMessage[];
};

export function freshApp(push: PushSecrets): AppState {
  return {
    tokens: [],
    forcedRefreshes: [],
    calls: {},
    limits: {},
    clearedQuotas: [],
    rids: [],
    ipWhitelist: null,
    secretFrozen: false,
    push: { url: null, mode: push.mode, format: push.format },
    subscriptions: {},
    bannedTemplates: [],
    contacts: {},
    phoneMessages: [],
  };
}
