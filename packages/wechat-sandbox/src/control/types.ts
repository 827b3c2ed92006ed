import type { Delivery, DeliveryAttempt, DeliveryMode } from '../delivery/types';
import type { JournalEntry } from '../http/journal';
import type { PaymentParams, PaymentSheet } from '../pay/request-payment';
import type { ChatMessage, RequestFault, SceneCode } from '../state/state';
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
};

export type Notice = Omit<Delivery, 'attempts'> & {
  attempts: DeliveryAttempt[];
  /** HTTP statuses of the attempts; 0 when no answer came. */
  statuses: number[];
};

export type DeliveryFaultInput = { mode: DeliveryMode; times?: number };
export type FaultsInput = {
  /** What happens to the next notices of WeChat Pay (`times` attempts; `hold` and `deliver` go on until changed). */
  notices?: DeliveryFaultInput;
  /** The same for callbacks of WeCom. */
  callbacks?: DeliveryFaultInput;
  /** `hold` leaves refunds PROCESSING until `finishRefund`. */
  refunds?: 'auto' | 'hold';
  /** Kills the tokens issued so far: 40001 for the mini-program, 40014 for WeCom. */
  tokenDeath?: boolean;
  /**
   * Fails calls whose path starts with `path`: with an errcode, an HTTP status and code, a delay
   * or a dropped connection. `host` (`qyapi.weixin.qq.com`) tells the two `/cgi-bin` apart.
   */
  failNext?: Omit<RequestFault, 'times'> & { times?: number };
};

export type CustomerInput = { userid: string; shopperId: string; state?: string };
export type CallbackCheck = { verified: boolean; explanation: string };
export type { ChatMessage, JournalEntry, NamedPlace, Place, SceneCode };
