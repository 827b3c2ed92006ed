import type { Attachment } from './attachments';

/** Good for one welcome message. Times are ms of the sandbox's clock. */
export type WelcomeCode = {
  code: string;
  userid: string;
  shopperId: string;
  expiresAt: number;
  delivered: boolean;
  /** Another app of the company has taken the code and is sending. */
  rivalSending?: true;
};

/** 0 not sent, 1 sent, 2 no longer a friend, 3 got too many mass messages. */
export type MassResultStatus = 0 | 1 | 2 | 3;
export type MassTarget = { id: string; status: MassResultStatus; sentAt?: number };
/** One member's part of a mass message. `status` 0 not confirmed, 2 confirmed. */
export type MassTask = {
  userid: string;
  status: 0 | 2;
  sentAt?: number;
  ignored?: true;
  reminders: number;
  targets: MassTarget[];
};
export type MassMessage = {
  msgid: string;
  chatType: 'single' | 'group';
  createdAt: number;
  /** Absent when the app made it; then it is the company's, otherwise the member's own. */
  creator?: string;
  text?: { content: string };
  attachments: Attachment[];
  allowSelect: boolean;
  tasks: MassTask[];
  /** When the app reminded the members. */
  remindedAt: number[];
  cancelled: boolean;
};
export type GroupWelcome = {
  templateId: string;
  text?: { content: string };
  attachment?: Attachment;
};

export type MessagingState = {
  welcomeCodes: WelcomeCode[];
  massMessages: MassMessage[];
  /** When a customer (external_userid) or a group (chat_id) got mass messages: the newest. */
  massReceived: Record<string, number[]>;
  groupWelcomes: GroupWelcome[];
};

export function freshMessaging(): MessagingState {
  return { welcomeCodes: [], massMessages: [], massReceived: {}, groupWelcomes: [] };
}
