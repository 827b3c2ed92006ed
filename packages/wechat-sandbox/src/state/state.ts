import type { Place, World } from '../world';
import type { Delivery, DeliveryMode } from '../delivery/types';
import type { PayOrder, PayRefund, Prepay } from '../pay/types';

/** All times are milliseconds of the sandbox's clock, unless the name says otherwise. */
export type AccessToken = {
  token: string;
  kind: 'stable' | 'plain' | 'corp';
  issuedAt: number;
  expiresAt: number;
};
export type OneTimeCode = { code: string; shopperId: string; expiresAt: number; used: boolean };
export type Session = { sessionKey: string; visitedAt: number };
export type SceneCode = { scene: string; page: string; envVersion: string; createdAt: number };
export type SubscribeMessage = {
  at: number;
  openid: string;
  templateId: string;
  page: string;
  data: Record<string, string>;
};
export type Shipping = {
  transactionId: string;
  outTradeNo: string;
  logisticsType: number;
  items: { itemDesc: string; trackingNo?: string; expressCompany?: string }[];
  uploadTime: string;
  shippedAt: number;
  uploads: number;
  fingerprint: string;
};

export type Follow = {
  userid: string;
  shopperId: string;
  createdAt: number;
  state?: string;
  addWay: number;
  remark: string;
  description: string;
  remarkCorpName?: string;
  remarkMobiles: string[];
  tagIds: string[];
};
export type WelcomeCode = {
  code: string;
  userid: string;
  shopperId: string;
  expiresAt: number;
  delivered: boolean;
};
export type OauthCode = { code: string; userid: string; scope: string; expiresAt: number; used: boolean };
export type Ticket = { kind: 'corp' | 'agent'; ticket: string; expiresAt: number };
/** What reached a customer's chat (welcome, sendChatMessage) or a staff member's WeCom (app message). */
export type ChatMessage = {
  at: number;
  kind: 'welcome' | 'chat' | 'app';
  userid: string;
  externalUserid?: string;
  msgtype: string;
  content: unknown;
};
/** A page that proved its signature: later calls carry the same signature and may use the listed APIs. */
export type PageGrant = { kind: 'corp' | 'agent'; signature: string; url: string; apis: string[] };
export type CorpTag = { id: string; name: string; groupId: string; groupName: string };

export type DeliveryFault = { mode: DeliveryMode; times: number };
export type RequestFault = {
  path: string;
  /** Two of the hosts have paths under /cgi-bin. */
  host?: string;
  status?: number;
  errcode?: number;
  code?: string;
  message?: string;
  delayMs?: number;
  drop?: boolean;
  times: number;
};

export type State = {
  clockOffsetMs: number;
  locations: Record<string, Place>;
  mini: {
    tokens: AccessToken[];
    forcedRefreshes: number[];
    loginCodes: OneTimeCode[];
    phoneCodes: OneTimeCode[];
    sessions: Record<string, Session>;
    sceneCodes: SceneCode[];
    /** `<openid> <template id>` → messages the person still accepts. */
    subscriptions: Record<string, number>;
    messages: SubscribeMessage[];
    shippings: Record<string, Shipping>;
    pages: string[] | null;
  };
  pay: {
    orders: Record<string, PayOrder>;
    prepays: Record<string, Prepay>;
    refunds: Record<string, PayRefund>;
  };
  wecom: {
    tokens: AccessToken[];
    tickets: Ticket[];
    oauthCodes: OauthCode[];
    follows: Follow[];
    welcomeCodes: WelcomeCode[];
    messages: ChatMessage[];
    tags: CorpTag[];
    grants: PageGrant[];
    callbackUrl: string | null;
  };
  deliveries: Delivery[];
  faults: {
    pay: DeliveryFault;
    wecom: DeliveryFault;
    refunds: 'auto' | 'hold';
    requests: RequestFault[];
  };
};

export function freshState(world: World, now: number): State {
  return {
    clockOffsetMs: 0,
    locations: {},
    mini: {
      tokens: [],
      forcedRefreshes: [],
      loginCodes: [],
      phoneCodes: [],
      sessions: {},
      sceneCodes: [],
      subscriptions: {},
      messages: [],
      shippings: {},
      pages: world.miniProgram.pages ?? null,
    },
    pay: { orders: {}, prepays: {}, refunds: {} },
    wecom: {
      tokens: [],
      tickets: [],
      oauthCodes: [],
      follows: world.follows.map((follow) => newFollow({ ...follow, addWay: 1 }, now)),
      welcomeCodes: [],
      messages: [],
      tags: [],
      grants: [],
      callbackUrl: null,
    },
    deliveries: [],
    faults: { pay: noFault(), wecom: noFault(), refunds: 'auto', requests: [] },
  };
}

export function newFollow(
  pair: { userid: string; shopperId: string; addWay: number; state?: string },
  now: number,
): Follow {
  return { ...pair, createdAt: now, remark: '', description: '', remarkMobiles: [], tagIds: [] };
}

export function noFault(): DeliveryFault {
  return { mode: 'deliver', times: 0 };
}
