import type { AccessToken } from '../state/access-token';
import type { World } from '../world';

/** All times are milliseconds of the sandbox's clock, unless the name says otherwise. */
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

export type MiniState = {
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

export function freshMini(world: World): MiniState {
  return {
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
  };
}
