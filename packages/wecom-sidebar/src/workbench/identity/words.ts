import type { Tone } from '../../ui/notice';
import type { EvidenceState, Identifier, Kind, Party } from './types';

/** From what a platform vouches for down to what anybody may type. */
const kindOrder: readonly Kind[] = [
  'unionid',
  'mp_openid',
  'oa_openid',
  'external_userid',
  'pending_id',
  'member_no',
  'pos_card',
  'channel_buyer',
  'email',
  'phone',
  'device',
  'receiver_phone',
];
export const placeOf = (kind: Kind): number => kindOrder.indexOf(kind);
/** WeChat's and WeCom's own ids; the others are ours, the tills' and what people give away themselves. */
export const isPlatformId = (kind: Kind): boolean => placeOf(kind) <= placeOf('pending_id');

type StateWords = { text: string; tone: Tone };
export const evidenceStates: Readonly<Record<EvidenceState, StateWords>> = {
  followed: { text: '采信', tone: 'green' },
  hint: { text: '仅作线索', tone: 'slate' },
  cut: { text: '与更强依据矛盾', tone: 'red' },
  shared: { text: '多人共用', tone: 'violet' },
  moved: { text: '号码已换主人', tone: 'amber' },
  expired: { text: '已过期', tone: 'slate' },
  blocked: { text: '无效值', tone: 'slate' },
  revoked: { text: '人工排除', tone: 'maroon' },
  never: { text: '不作身份依据', tone: 'slate' },
};

export const identifierStates: Readonly<Record<Identifier['state'], StateWords & { short: string }>> = {
  followed: { text: '认定是这位顾客的', short: '', tone: 'green' },
  hint: { text: '仅作线索', short: '线索', tone: 'slate' },
  shared: { text: '多人共用，系统已隔离', short: '共用', tone: 'violet' },
  declared: { text: '多人共用，由人工标记', short: '共用', tone: 'violet' },
};

export const partyName = ({ memberNo }: Pick<Party, 'memberNo'>): string =>
  memberNo ? `会员 ${memberNo}` : '未入会顾客';

/** `10,234`: thousands are easier to compare in groups. */
export const many = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');
