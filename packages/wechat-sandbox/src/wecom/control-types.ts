import type { Press } from './app-messages/template-cards';
import type { JoinWay, ContactWay } from './contact-ways/types';
import type { Scanned } from './contact-ways/scanning';
import type { Met } from './contacts/relations';
import type { TagGroup, Transfer } from './contacts/types';
import type { Group } from './groups/types';
import type { MemberSettings } from './members';
import type { MassTaskView } from './messaging/mass-sending';
import type { RivalStep } from './messaging/welcome';
import type { Moment } from './moments/types';
import type { ChatMessage } from './state';

export type { ContactWay, Group, JoinWay, MassTaskView, Met, Press, RivalStep, Scanned, TagGroup, Transfer };

/** Which two people an action is about. */
export type PairInput = { userid: string; shopperId: string };
/** `state` is what a contact way would carry; `addWay` is 1 (QR code) when absent. */
export type CustomerInput = PairInput & { state?: string; addWay?: number };
/** What the member changes in the client; tags are ids. */
export type EditCustomerInput = PairInput & {
  remark?: string;
  description?: string;
  remark_company?: string;
  remark_mobiles?: string[];
  addTags?: string[];
  removeTags?: string[];
};
export type ChatInput = PairInput & { from: 'customer' | 'member'; text: string };
/** Either the id, or the text in the QR code, or the address of its picture. `verify`: the member confirms at once (the default). */
export type ScanInput = { configId?: string; qrCode?: string; verify?: boolean };
export type OauthInput = { scope?: 'snsapi_base' | 'snsapi_privateinfo'; authorized?: string[] };

/** What can be set about a member; null takes a value away. */
export type MemberInput = Partial<Pick<MemberSettings, 'customerContact' | 'realName' | 'active'>> & {
  consoleWelcome?: string | null;
  customerLimit?: number | null;
};
export type MemberView = { userid: string; name: string; department: string } & MemberSettings;

export type CustomerView = {
  shopperId: string;
  name: string;
  external_userid: string;
  remark: string;
  description: string;
  remarkMobiles: string[];
  tags: { id: string; name: string; groupName: string }[];
  state?: string;
  addWay: number;
  createdAt: number;
  /** The member has not confirmed yet. */
  half?: true;
};
/** `waiting`: who asked to be added and was not answered. */
export type CustomersView = {
  customers: CustomerView[];
  waiting: { shopperId: string; name: string; state?: string; at: number }[];
};

export type ContactWaysView = {
  contactWays: (ContactWay & { qrCode: string })[];
  joinWays: (JoinWay & { qrCode: string })[];
};

export type GroupInput = { owner: string; name: string; members?: string[]; customers?: string[] };
/** userids and ids of shoppers. `scene`: 1 invited (the default), 2 invite link, 3 QR code. */
export type JoinInput = {
  members?: string[];
  customers?: string[];
  scene?: 1 | 2 | 3;
  invitor?: string;
};
/** `left`: they went by themselves; otherwise the owner removed them. */
export type LeaveInput = { members?: string[]; customers?: string[]; left?: boolean };
export type GroupChange = { name?: string; notice?: string; owner?: string; admins?: string[] };
export type GroupView = Group & { messages: ChatMessage[] };

export type TagInput = { groupName: string; names: string[]; by?: 'console' | 'other-app' };
/** A mass message of the member's own: to the customers with these shopper ids (all when absent), or to groups. */
export type MemberMassInput = { text: string; customers?: string[]; chatIds?: string[] };

export type MomentTaskView = {
  momentId: string;
  text?: string;
  attachments: Moment['attachments'];
  createdAt: number;
  publishedAt?: number;
  cancelled: boolean;
  customers: string[];
};
/** A post in somebody's own list of moments. */
export type MomentView = {
  momentId: string;
  userid: string;
  at: number;
  text?: string;
  attachments: Moment['attachments'];
};

export type WecomOverview = {
  members: MemberView[];
  trustedIps: string[] | null;
  callbackUrl: string | null;
  quotas: { path: string; minuteCalls: number; hourCalls: number; others: number; blockedUntil: number }[];
};
