import type { MessageTemplate, World } from '../world';
import { freshApp } from '../weixin/state';
import type { AppState } from '../weixin/state';

/** All times are milliseconds of the sandbox's clock, unless the name says otherwise. `appid`: of another app, when given. */
export type OneTimeCode = {
  code: string;
  shopperId: string;
  expiresAt: number;
  used: boolean;
  appid?: string;
};
/** `visitedAt`: when the key was last given or used. */
export type Session = { sessionKey: string; visitedAt: number };
export type SceneCode = { scene: string; page: string; envVersion: string; createdAt: number };
/** A code of one of the two calls that are counted together: the path with its query. */
export type PathCode = { kind: 'wxacode' | 'wxaqrcode'; path: string; createdAt: number };
export type MiniLink = {
  kind: 'url-link' | 'scheme' | 'short-link';
  url: string;
  path: string;
  query: string;
  envVersion: string;
  createdAt: number;
  /** Null: for ever. */
  expiresAt: number | null;
};
export type SubscribeMessage = {
  at: number;
  openid: string;
  templateId: string;
  page: string;
  data: Record<string, string>;
};
/** A template somebody put together from the public library. */
export type OwnTemplate = MessageTemplate & {
  tid: number;
  kidList: number[];
  content: string;
  example: string;
};

export type Parcel = {
  itemDesc: string;
  trackingNo?: string;
  expressCompany?: string;
  consignorContact?: string;
  receiverContact?: string;
  uploadedAt: number;
};
export type Shipping = {
  transactionId: string;
  outTradeNo: string;
  openid: string;
  logisticsType: number;
  deliveryMode: number;
  items: Parcel[];
  /** As uploaded: the next one has to be later. */
  uploadTime: string;
  fingerprint: string;
  /** How often the shipping was told to be complete: 0, 1, or 2 after the one correction. */
  finishedCount: number;
  /** When the parcels were first complete. */
  shippedAt?: number;
  corrected: boolean;
  reminded: boolean;
  confirmedAt?: number;
  confirmMethod?: 1 | 2;
  settledAt?: number;
};
export type Trade = {
  managed: boolean;
  confirmationCompleted: boolean;
  jumpPath: string | null;
  /** Orders with an open complaint: their money waits. */
  complaints: string[];
  /** transaction_id → reported as a presale until then, or as a test (null). */
  special: Record<string, number | null>;
  /** Orders paid before this were looked at for missing parcels. */
  remindedUntil: number | null;
  accessRemindedAt: number | null;
};
export type MediaCheck = { traceId: string; openid: string; mediaUrl: string; dueAt: number };

export type MiniState = AppState & {
  loginCodes: OneTimeCode[];
  phoneCodes: OneTimeCode[];
  sessions: Record<string, Session>;
  /** openid → logins in this minute. */
  logins: Record<string, { minute: number; count: number }>;
  /** openid → when the person was last in the mini-program. */
  visits: Record<string, number>;
  /** People whom the platform holds for a risk, by shopper id. */
  blocked: string[];
  /** What was handed out encrypted in the last three days: hex SHA-256 of the base64 text. */
  sealed: { hash: string; at: number }[];
  sceneCodes: SceneCode[];
  pathCodes: PathCode[];
  pathCodeCount: number;
  links: MiniLink[];
  permanentShortLinks: number;
  linkOpens: { day: number; count: number };
  /** Whether the account may make links at all: 85407, 85408. */
  linkPermission: 'given' | 'none' | 'banned';
  /** False: nothing was released yet, 85079. */
  released: boolean;
  messages: SubscribeMessage[];
  /** openid → when the last subscribe message was sent. */
  lastSends: Record<string, number>;
  ownTemplates: OwnTemplate[];
  deletedTemplates: string[];
  /** The account may send no subscribe messages: 43107. */
  subscribeBanned: boolean;
  mediaChecks: MediaCheck[];
  shippings: Record<string, Shipping>;
  trade: Trade;
  pages: string[] | null;
  /** Whether people are asked for their agreement, and the APIs the guideline lists; null lists them all. */
  privacy: { enforced: boolean; declared: string[] | null };
  /** Calls of the getPhoneNumber button that are paid for; null never ends. */
  phoneCallsLeft: number | null;
};

export function freshMini(world: World): MiniState {
  return {
    ...freshApp(world.miniProgram.push),
    loginCodes: [],
    phoneCodes: [],
    sessions: {},
    logins: {},
    visits: {},
    blocked: [],
    sealed: [],
    sceneCodes: [],
    pathCodes: [],
    pathCodeCount: 0,
    links: [],
    permanentShortLinks: 0,
    linkOpens: { day: 0, count: 0 },
    linkPermission: 'given',
    released: true,
    messages: [],
    lastSends: {},
    ownTemplates: [],
    deletedTemplates: [],
    subscribeBanned: false,
    mediaChecks: [],
    shippings: {},
    trade: {
      managed: true,
      confirmationCompleted: true,
      jumpPath: null,
      complaints: [],
      special: {},
      remindedUntil: null,
      accessRemindedAt: null,
    },
    pages: world.miniProgram.pages ?? null,
    privacy: { enforced: false, declared: null },
    phoneCallsLeft: null,
  };
}
