import type { Channel, DeliveryMode } from '../delivery/types';

export type DeliveryFault = {
  mode: DeliveryMode;
  /** Attempts still to be hit. */
  times: number;
  /** For `delay`. */
  delaySeconds?: number;
};

/** What happens to the signature of WeChat Pay's next answers. */
export const ANSWER_MODES = [
  'signed',
  'signtest',
  'bad-signature',
  'stale',
  'unknown-serial',
  'tamper',
] as const;
export type AnswerMode = (typeof ANSWER_MODES)[number];

/** How refunds end: a moment after they are accepted, or not before a test says so. */
export const REFUND_ENDINGS = ['auto', 'hold', 'abnormal', 'closed'] as const;
export type RefundEnding = (typeof REFUND_ENDINGS)[number];

export type RequestFault = {
  /** Calls whose path starts so; the empty text is every path. */
  path: string;
  /** Two of the hosts have paths under /cgi-bin. */
  host?: string;
  status?: number;
  errcode?: number;
  code?: string;
  message?: string;
  delayMs?: number;
  /** Cuts the connection instead of answering. */
  drop?: boolean;
  /** The call is carried out first and fails afterwards: accepted, but the caller hears otherwise. */
  after?: boolean;
  times: number;
};

/** Every delivery is hit with the chance `rate` by one of `modes`; the same seed draws the same sequence. */
export type Chaos = { seed: number; draws: number; rate: number; modes: DeliveryMode[] };

export type Faults = Record<Channel, DeliveryFault> & {
  answers: { mode: AnswerMode; times: number };
  refunds: RefundEnding;
  requests: RequestFault[];
  chaos: Chaos | null;
};

export function noFault(): DeliveryFault {
  return { mode: 'deliver', times: 0 };
}

export function noFaults(): Faults {
  return {
    pay: noFault(),
    wecom: noFault(),
    push: noFault(),
    douyin: noFault(),
    answers: { mode: 'signed', times: 0 },
    refunds: 'auto',
    requests: [],
    chaos: null,
  };
}

type DeliveryFaultInput = { mode: DeliveryMode; times?: number; delaySeconds?: number };

/** What `POST /control/faults` takes; each field on its own, what is not named stays as it is. */
export type FaultsInput = {
  /** Ends all faults before the rest is taken. */
  clear?: true;
  /** The next notices of WeChat Pay; `times` attempts, one when absent, and `hold` until it is changed. */
  notices?: DeliveryFaultInput;
  /** The same for the callbacks of WeCom. */
  callbacks?: DeliveryFaultInput;
  /** The same for the message push of mini-program and official account. */
  push?: DeliveryFaultInput;
  /** The same for the webhooks of Douyin. */
  douyin?: DeliveryFaultInput;
  answers?: { mode: AnswerMode; times?: number };
  refunds?: RefundEnding;
  /** Kills the tokens issued so far: 40001 for mini-program and official account, 40014 for WeCom. */
  tokenDeath?: boolean;
  failNext?: Omit<RequestFault, 'times'> & { times?: number };
  /** `rate` is 0.5 when absent; null ends it. */
  chaos?: { seed: number; rate?: number; modes?: DeliveryMode[] } | null;
};
