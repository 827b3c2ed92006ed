import type { AccessToken } from '../state/access-token';
import type { World } from '../world';
import type { AppMessagesState } from './app-messages/types';
import { freshAppMessages } from './app-messages/types';
import type { ContactWaysState } from './contact-ways/types';
import { freshContactWays } from './contact-ways/types';
import type { ContactsState } from './contacts/types';
import { freshContacts } from './contacts/types';
import type { GroupsState } from './groups/types';
import { freshGroups } from './groups/types';
import type { MediaState } from './media/types';
import { freshMedia } from './media/types';
import type { MemberSettings } from './members';
import type { MessagingState } from './messaging/types';
import { freshMessaging } from './messaging/types';
import type { MomentsState } from './moments/types';
import { freshMoments } from './moments/types';
import type { ApiQuota } from './quota';

/** Who stands behind the code: a member, or somebody from outside. All times are ms of the sandbox's clock. */
export type OauthCode = {
  code: string;
  userid?: string;
  shopperId?: string;
  scope: string;
  /** What the member lets the app see, of the fields of getuserdetail. */
  authorized: string[];
  expiresAt: number;
  used: boolean;
};
export type UserTicket = { ticket: string; userid: string; authorized: string[]; expiresAt: number };
export type Ticket = { kind: 'corp' | 'agent'; ticket: string; expiresAt: number };
/**
 * What reached a customer's chat (welcome, chat, mass), a group (mass with `chatId`) or a member's WeCom (app).
 * `from` is absent when the member sent it.
 */
export type ChatMessage = {
  at: number;
  kind: 'welcome' | 'chat' | 'mass' | 'app';
  userid: string;
  externalUserid?: string;
  chatId?: string;
  from?: 'customer';
  msgtype: string;
  content: unknown;
  /** Of an app message or a mass message. */
  msgid?: string;
  recalled?: true;
};
/** A page that proved its signature: later calls carry the same signature and may use the listed APIs. */
export type PageGrant = { kind: 'corp' | 'agent'; signature: string; url: string; apis: string[] };

type CoreState = {
  tokens: AccessToken[];
  tickets: Ticket[];
  /** null lets every address call. */
  trustedIps: string[] | null;
  /** By path. */
  quotas: Record<string, ApiQuota>;
  oauthCodes: OauthCode[];
  userTickets: UserTicket[];
  /** By userid; members that are not named are as usual. */
  members: Record<string, MemberSettings>;
  messages: ChatMessage[];
  grants: PageGrant[];
  callbackUrl: string | null;
};

export type WecomState = CoreState &
  ContactsState &
  ContactWaysState &
  MessagingState &
  GroupsState &
  AppMessagesState &
  MediaState &
  MomentsState;

export function freshWecom(world: World, now: number): WecomState {
  return {
    tokens: [],
    tickets: [],
    trustedIps: null,
    quotas: {},
    oauthCodes: [],
    userTickets: [],
    members: {},
    messages: [],
    grants: [],
    callbackUrl: null,
    ...freshContacts(world, now),
    ...freshContactWays(),
    ...freshMessaging(),
    ...freshGroups(),
    ...freshAppMessages(),
    ...freshMedia(),
    ...freshMoments(),
  };
}
