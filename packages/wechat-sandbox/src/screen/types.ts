import type {
  ArrivedMessage,
  ChatMessage,
  ClockReading,
  Inbox,
  JournalEntry,
  Notice,
  People,
} from '../control/types';
import type { Faults } from '../faults/types';
import type { MassTaskView } from '../wecom/messaging/mass-sending';

/** What the control screen shows, fetched each second: everything of the two people in focus, and of the others a number. */
export type ScreenData = {
  names: { miniProgram: string; officialAccount: string; corp: string; merchant: string };
  clock: ClockReading;
  /** The next notice that goes out by itself; null when none waits. */
  nextDue: { at: number; subject: string } | null;
  people: People;
  /** What waits for somebody to act, by shopper id (unpaid orders) and by userid (tasks to confirm, people to accept). */
  waiting: Record<string, number>;
  phone: PhoneView | null;
  desk: DeskView | null;
  faults: Faults;
  /** Newest first. */
  notices: NoticeLine[];
  requests: { epoch: number; firstId: number; entries: JournalEntry[] };
};

/** A shopper's phone. Lists are newest first, groups and contacts aside. */
export type PhoneView = {
  shopperId: string;
  payments: Inbox['payments'];
  refunds: Inbox['refunds'];
  chats: ChatMessage[];
  pending: PendingPayment[];
  /** Members this person has in WeChat, and since when. */
  contacts: { userid: string; name: string; since: number }[];
  groups: GroupView[];
  notices: PhoneNotice[];
  following: boolean;
  templates: TemplateView[];
};

export type PendingPayment = {
  outTradeNo: string;
  description: string;
  amountFen: number;
  createdAt: number;
  prepayId: string;
  expiresAt: number;
};

/** A message of an app rather than a person. `rows` is what a subscribe message says, `text` what the others do. */
export type PhoneNotice = Pick<ArrivedMessage, 'at' | 'title' | 'url' | 'page'> & {
  from: 'mini-program' | 'official-account';
  kind: ArrivedMessage['kind'] | 'subscribe';
  text: string;
  rows: [string, string][];
};

export type TemplateView = {
  app: 'mini-program' | 'official-account';
  templateId: string;
  title: string;
  left: number;
};

/** A member's WeCom. Lists are newest first. */
export type DeskView = {
  userid: string;
  customers: CustomerView[];
  /** People who wait to be accepted. */
  requests: { shopperId: string; name: string; at: number; state?: string }[];
  messages: ChatMessage[];
  tasks: MassTaskView[];
  groups: GroupView[];
};

export type CustomerView = {
  shopperId: string;
  name: string;
  remark: string;
  description: string;
  tags: string[];
  since: number;
  state?: string;
  /** The member has not confirmed yet. */
  half?: true;
};

export type GroupView = {
  chatId: string;
  name: string;
  notice: string;
  owner: string;
  members: { id: string; name: string; outside: boolean }[];
  messages: ChatMessage[];
};

export type NoticeLine = Pick<
  Notice,
  'id' | 'channel' | 'event' | 'subject' | 'summary' | 'status' | 'createdAt' | 'nextAttemptAt'
> & { attempts: { at: number; status: number }[] };

/** Something made so far that a phone can scan or open. */
export type CodeView = {
  kind: 'mini-program' | 'link' | 'official-account' | 'contact' | 'group' | 'pay';
  title: string;
  note: string;
  text: string;
};

/** What a rule may be, in the words of JSON Schema. */
export type RuleForm = {
  description?: string;
  default?: RuleValue;
  type?: string;
  enum?: RuleValue[];
  anyOf?: { const?: RuleValue }[];
  minimum?: number;
  maximum?: number;
};
export type RuleValue = string | number | boolean;
export type Settings = {
  rules: Record<string, RuleForm>;
  values: Record<string, RuleValue>;
  callbacks: Record<string, string>;
};
