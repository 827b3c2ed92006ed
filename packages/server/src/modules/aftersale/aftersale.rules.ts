import type {
  AftersaleAction,
  AftersaleKind,
  AftersaleStaffAction,
  AftersaleState,
} from '@omni/shared/contracts/aftersale';
import { shanghaiText } from '@omni/shared/time';
import type { z } from 'zod';

export type State = z.output<typeof AftersaleState>;
export type Kind = z.output<typeof AftersaleKind>;
type Action = z.output<typeof AftersaleAction>;
type StaffAction = z.output<typeof AftersaleStaffAction>;

const HOUR_MS = 3600_000;
export const DAY_MS = 24 * HOUR_MS;
/** How long a store may think; then head office decides. */
export const DECIDE_WITHIN_MS = 48 * HOUR_MS;
/** How long the shopper may take to bring the goods back; then the case closes and they keep them. */
export const BRING_BACK_WITHIN_MS = 7 * DAY_MS;
/** How long a replacement waits for the decision; an approved one is kept until the case ends. */
export const REPLACEMENT_LEASE_MS = 10 * DAY_MS;

/**
 * The life of a case. `approved` is passed through: agreeing leads on at once, to the money or to bringing the goods back.
 * Nothing ends a case whose goods came back but the money or the replacement.
 */
const MOVES: Record<State, readonly State[]> = {
  applied: ['approved', 'declined', 'cancelled'],
  approved: ['awaiting_return', 'refunding'],
  awaiting_return: ['received', 'declined', 'cancelled', 'closed'],
  received: ['refunding', 'exchanged'],
  refunding: ['refunded'],
  refunded: [],
  exchanged: [],
  declined: [],
  cancelled: [],
  closed: [],
};
export const STATES = Object.keys(MOVES) as State[];

export const canMove = (from: State, to: State): boolean => MOVES[from].includes(to);
export const isOver = (state: State): boolean => MOVES[state].length === 0;
/** Ended without anything having changed hands: the pieces are free for another case. */
export const FREEING: readonly State[] = ['declined', 'cancelled', 'closed'];
/** The money was asked for. */
export const ASKED: readonly State[] = ['refunding', 'refunded'];

/** Throws when the table does not allow one of the steps: a bug, not a refusal. */
export function requirePath(from: State, path: readonly State[]): State {
  return path.reduce((at, to) => {
    if (!canMove(at, to)) throw new Error(`a case cannot go from ${at} to ${to}`);
    return to;
  }, from);
}

/** What agreeing leads to. */
export const approvedPath = (kind: Kind): readonly State[] =>
  kind === 'refund_only' ? ['approved', 'refunding'] : ['approved', 'awaiting_return'];
/** What receiving the goods leads to. */
export const receivedPath = (kind: Kind): readonly State[] =>
  kind === 'exchange' ? ['received'] : ['received', 'refunding'];

export const KIND_TEXT: Record<Kind, string> = {
  refund_only: '仅退款',
  return: '退货退款',
  exchange: '换货',
};
const STATUS_TEXT: Record<State, string> = {
  applied: '待审核',
  approved: '已同意',
  awaiting_return: '待退回',
  received: '已收到退货',
  refunding: '退款中',
  refunded: '已退款',
  exchanged: '已换货',
  declined: '未通过',
  cancelled: '已撤销',
  closed: '已关闭',
};

export type CaseFacts = {
  kind: Kind;
  state: State;
  /** By when the next step has to be made; null: by nobody in particular. */
  dueAt: Date | null;
  escalatedAt: Date | null;
  declinedReason: string | null;
  exchangeStoreName: string | null;
  /** The refund is stuck: people look at it. */
  problem: string | null;
  /** Samples came with the order. */
  hasGifts: boolean;
};

export const statusText = ({ kind, state }: Pick<CaseFacts, 'kind' | 'state'>): string =>
  kind === 'exchange' && state === 'received' ? '待领取换货' : STATUS_TEXT[state];

/** What the shopper reads and may do next. */
export const casePrompt = (facts: CaseFacts): { statusText: string; hint: string; actions: Action[] } => ({
  statusText: statusText(facts),
  hint: hintOf(facts),
  actions: actionsOf(facts.state),
});

function actionsOf(state: State): Action[] {
  if (state === 'applied') return ['cancel'];
  return state === 'awaiting_return' ? ['showReturnNumber', 'cancel'] : [];
}

function hintOf(facts: CaseFacts): string {
  switch (facts.state) {
    case 'applied':
      return facts.escalatedAt ? '客服已介入，会尽快给您答复' : '门店会在 48 小时内处理您的申请';
    case 'approved':
      return '申请已通过';
    case 'awaiting_return':
      return bringBackHint(facts);
    case 'received':
      return facts.kind === 'exchange'
        ? `请在${facts.exchangeStoreName ?? '门店'}领取更换的商品`
        : '退货已收到，正在为您退款';
    case 'refunding':
      return facts.problem ? '退款遇到问题，客服正在处理' : '款项将原路退回，请留意到账通知';
    case 'refunded':
      return '款项已原路退回';
    case 'exchanged':
      return '换货已完成，期待再次光临';
    case 'declined':
      return facts.declinedReason ?? '申请未通过';
    case 'cancelled':
      return '您已撤销申请';
    case 'closed':
      return '超时未退回商品，售后单已自动关闭';
  }
}

function bringBackHint({ kind, dueAt, exchangeStoreName, hasGifts }: CaseFacts): string {
  const until = dueAt ? `请在 ${shanghaiText(dueAt)} 前` : '请';
  const goods = hasGifts ? '商品和赠品' : '商品';
  return kind === 'exchange'
    ? `${until}带上${goods}到${exchangeStoreName ?? '门店'}换货`
    : `${until}把${goods}带到任意门店，出示退货单号`;
}

/** What the one who asks may do here. */
export type StaffRights = {
  /** Of the store that decides, or head office. */
  decides: boolean;
  /** Of the store where the exchange happens, or head office. */
  exchanges: boolean;
  /** May take goods back at a counter. */
  receives: boolean;
};

export function staffActions({ kind, state }: { kind: Kind; state: State }, may: StaffRights): StaffAction[] {
  switch (state) {
    case 'applied':
      return may.decides ? ['approve', 'decline'] : [];
    case 'awaiting_return': {
      const receives = kind === 'exchange' ? may.exchanges : may.receives;
      return [
        ...(receives ? (['receiveReturn'] as const) : []),
        ...(may.decides ? (['decline'] as const) : []),
      ];
    }
    case 'received':
      return kind === 'exchange' && may.exchanges ? ['handOverReplacement', 'refundInstead'] : [];
    default:
      return [];
  }
}
