import type { Delivery, DeliveryAttempt } from '../delivery/types';
import type { Faults } from '../faults/types';
import type { Scenario } from '../faults/scenarios';
import type { JournalDetail, JournalEntry } from '../http/journal';
import type { SceneCode } from '../miniprogram/state';
import type { PhoneMessage } from '../weixin/state';
import type { PaymentParams, PaymentSheet } from '../pay/request-payment';
import type { ChatMessage } from '../wecom/state';
import type { NamedPlace, Place, Shopper, StaffMember } from '../world';

export type People = {
  shoppers: (Shopper & { external_userid: string })[];
  staff: (StaffMember & { customers: string[] })[];
};

export type ClockReading = { nowMs: number; iso: string; offsetSeconds: number };

/** Either the five parameters of wx.requestPayment (checked like WeChat checks them), or a prepay id alone. */
export type PayInput = Partial<PaymentParams> & { prepayId?: string; cancel?: boolean };
export type PayResult = { errMsg: string };
export type PaySheetResult = PaymentSheet | { fail: string };

export type SubscribeInput = { templateIds: string[]; answer: 'accept' | 'reject' };

export type Inbox = {
  messages: { at: number; templateId: string; title: string; page: string; data: Record<string, string> }[];
  payments: {
    outTradeNo: string;
    transactionId?: string;
    description: string;
    amountFen: number;
    state: string;
    paidAt?: number;
  }[];
  refunds: {
    outRefundNo: string;
    outTradeNo: string;
    amountFen: number;
    status: string;
    createdAt: number;
  }[];
  /** Template id → messages the person still accepts. */
  subscriptions: Record<string, number>;
  /** Welcome and chat messages from staff. */
  chats: ChatMessage[];
  /** Service messages of the mini-program, and what WeChat itself says about its parcels. */
  notices: ArrivedMessage[];
  official: OfficialInbox;
};

export type ArrivedMessage = Omit<PhoneMessage, 'openid'>;

/** What this person sees of the official account. */
export type OfficialInbox = {
  following: boolean;
  /** Of following. */
  since?: number;
  messages: ArrivedMessage[];
  /** Template id → subscription notices the person still accepts. */
  subscriptions: Record<string, number>;
};

export type Notice = Omit<Delivery, 'attempts'> & {
  attempts: DeliveryAttempt[];
  /** HTTP statuses of the attempts; 0 when no answer came. */
  statuses: number[];
};

export type FaultsReading = { active: Faults; scenarios: Scenario[] };
/** Where each platform calls back. */
export type CallbackAddresses = {
  wecomCallbackUrl?: string;
  miniProgramPushUrl?: string;
  officialAccountPushUrl?: string;
};

export type CallbackCheck = { verified: boolean; explanation: string };
export type { ChatMessage, JournalDetail, JournalEntry, NamedPlace, Place, SceneCode };
export type * from '../wecom/control-types';
