import type { Contracts } from '@omni/shared/contracts/index';
import type { Reply } from '@omni/shared/contract';
import type { EvidenceType } from './evidence.rules';
import type { ChangeRow } from './change.model';
import type { DecisionRow } from './decision.model';

export type EvidenceState = Reply<
  Contracts['identity.showGraph']
>['sightings'][number]['evidence'][number]['state'];

export const typeText: Record<EvidenceType, string> = {
  unionid: '微信 UnionID',
  mp_openid: '小程序身份',
  oa_openid: '公众号身份',
  external_userid: '企业微信客户',
  pending_id: '企业微信临时标识',
  member_no: '老会员号',
  pos_card: '会员卡',
  channel_buyer: '平台买家',
  email: '邮箱',
  phone: '手机号',
  device: '设备',
  receiver_phone: '收货电话',
};

export const stateText: Record<EvidenceState, string> = {
  followed: '已采信',
  hint: '仅作线索',
  cut: '与更强的依据矛盾，未采信',
  shared: '多人共用，未采信',
  moved: '号码已换主人，未采信',
  expired: '已过期',
  blocked: '无效的值',
  revoked: '已人工排除',
  never: '不作为身份依据',
};

const sources: Record<string, string> = {
  'mini-program': '小程序登录',
  'mini-program-phone': '小程序验证手机号',
  'member-card': '门店出示会员码',
  'mini-program-device': '小程序使用设备',
  wecom: '企业微信客户',
  'wecom-id': '企业微信标识转换',
  'official-account': '关注公众号',
  'channel.pos': '门店收银小票',
  'channel.open_api': '外部系统订单',
  'channel.douyin': '抖音订单',
  'channel.doudian': '抖店订单',
  'channel.xiaohongshu': '小红书订单',
  'channel.meituan': '美团订单',
  import: '老会员文件',
  operator: '运营人员确认',
};
export const sourceText = (source: string): string => sources[source] ?? source;

const why: Record<ChangeRow['why'], string> = {
  seen: '新的依据',
  split: '人工拆分',
  join: '人工合并',
  undone: '撤销人工操作',
  rules: '识别规则调整',
  expired: '依据过期',
  erased: '数据按当事人的要求删除',
};
export const changeText = (row: ChangeRow): string => `${why[row.why]}：${row.origins} 项归属有变化`;

export const decisionText = ({ kind, revoked, shared }: DecisionRow): string => {
  if (kind === 'join') return '确认为同一位顾客';
  const parts = [
    revoked > 0 ? `排除 ${revoked} 条依据` : null,
    shared > 0 ? `标记 ${shared} 个标识为多人共用` : null,
  ];
  return parts.filter((part) => part !== null).join('，');
};
