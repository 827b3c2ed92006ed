import type { AccessToken } from '../state/access-token';
import type { World } from '../world';

/** All times are milliseconds of the sandbox's clock, unless the name says otherwise. */
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

export type WecomState = {
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

export function freshWecom(world: World, now: number): WecomState {
  return {
    tokens: [],
    tickets: [],
    oauthCodes: [],
    follows: world.follows.map((follow) => newFollow({ ...follow, addWay: 1 }, now)),
    welcomeCodes: [],
    messages: [],
    tags: [],
    grants: [],
    callbackUrl: null,
  };
}

export function newFollow(
  pair: { userid: string; shopperId: string; addWay: number; state?: string },
  now: number,
): Follow {
  return { ...pair, createdAt: now, remark: '', description: '', remarkMobiles: [], tagIds: [] };
}
