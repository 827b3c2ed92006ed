import type { KeptBecause, Unfinished } from '../../kernel/personal-data';
import type { ErasureState } from './erasure.model';

export const KIND_TEXT: Record<Unfinished['kind'], string> = {
  order: '订单',
  payment: '款项',
  aftersale: '售后',
  shipping_report: '发货信息',
  channel_order: '渠道订单',
};

export const STATE_TEXT: Record<ErasureState, string> = {
  running: '正在删除',
  waiting: '等待未完成的事项结束后继续',
  incomplete: '核查发现遗留，正在再次清理',
  done: '已完成',
};

/** Why something stays, with the rule that says so and how long; the dates are on the certificate. */
export const REASON_TEXT: Record<KeptBecause, string> = {
  transaction:
    '《电子商务法》第三十一条要求交易记录自交易完成起保存不少于三年；去除身份、地址与留言后，仅供对账与核查',
  late_money: '没有付款的订单可能有迟到的款项入账；去除身份后保留 30 天',
  consent_proof:
    '《个人信息保护法》第六十九条要求能够举证，按诉讼时效保留三年；与身份分离，只能凭注销凭证的编号对应',
  campaign_count: '作废的优惠券在活动预算结算前保留 30 天，已去除身份',
};

/** What the page says before anything is done. */
export const DELETES: readonly string[] = [
  '会员身份、手机号、微信与企业微信标识',
  '浏览、加购、扫码与互动记录',
  '导购发送的话术记录',
  '未使用的优惠券（立即作废）',
  '订单中的收货人、电话、地址与留言',
  '取货码、代取码',
  '试穿预约，及其中的身高与尺码',
  '售后单中的说明文字',
];
export const KEEPS: readonly { title: string; reason: string }[] = [
  { title: '已完成的订单、支付与退款', reason: REASON_TEXT.transaction },
  { title: '授权与撤回的证明', reason: REASON_TEXT.consent_proof },
];

const WHY: Record<string, string> = {
  identities: '也出现在其他顾客的记录里（如共用的手机号），属于对方的信息，不再与注销的人关联',
  identity_changes: '同时涉及其他顾客，已去除注销的人',
  identity_decisions: '同时涉及其他顾客，已去除注销的人和理由',
  audit_log: '员工操作的留痕（《个人信息保护法》第五十一条），已去除对象与理由',
  consent_ledger: REASON_TEXT.consent_proof,
  coupons: '随已完成的订单保留，或作废后待活动预算结算，已去除身份',
};
/** Why documents of a collection stay; what is not named here hangs on an order. */
export const whyKept = (collection: string): string => WHY[collection] ?? REASON_TEXT.transaction;

const TITLES: Record<string, string> = {
  customers: '会员',
  identities: '身份标识',
  sightings: '标识的来源',
  identity_changes: '归属变化记录',
  identity_decisions: '人工操作记录',
  consent_ledger: '授权与撤回记录',
  orders: '订单',
  payments: '支付',
  refunds: '退款',
  aftersale_cases: '售后单',
  pickup_tasks: '备货与取货',
  pickup_passes: '代取码',
  fitting_bookings: '试穿预约',
  fitting_guards: '试穿预约（按人）',
  assignments: '履约安排',
  channel_orders: '渠道订单',
  channel_messages: '渠道消息',
  pickup_offers: '自提邀约',
  coupons: '优惠券',
  coupon_budgets: '活动预算（按人）',
  touches: '浏览与互动记录',
  sent_scripts: '导购话术',
  audit_log: '员工操作日志',
};
export const titleOf = (collection: string): string => TITLES[collection] ?? collection;

/** A requestId as the certificate's number. */
export const certificateOf = (requestId: string): string => requestId.replaceAll('-', '').toLowerCase();
