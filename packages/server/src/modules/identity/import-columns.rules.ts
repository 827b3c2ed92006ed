import { z } from 'zod';

/** What an old member file may tell of a person. Names, addresses and everything else are not read. */
const HEADINGS = {
  member_no: ['memberno', 'membernumber', 'memberid', 'member', '会员号', '会员编号', '会员id', '老会员号'],
  card_no: ['cardno', 'cardnumber', 'card', 'loyaltycard', '会员卡号', '会员卡', '卡号'],
  unionid: ['unionid', '微信unionid'],
  openid: ['openid', '微信openid', '小程序openid'],
  phone: [
    'phone',
    'phoneno',
    'phonenumber',
    'mobile',
    'mobilephone',
    'tel',
    '手机号',
    '手机',
    '手机号码',
    '电话',
    '联系电话',
  ],
  email: ['email', 'emailaddress', 'mail', '邮箱', '电子邮箱', '邮箱地址', '电子邮件'],
  phone_verified: [
    'phoneverified',
    'mobileverified',
    'isphoneverified',
    '手机已验证',
    '手机号已验证',
    '手机是否验证',
  ],
  joined_at: [
    'joinedat',
    'joined',
    'joindate',
    'registeredat',
    'registrationdate',
    '入会时间',
    '入会日期',
    '注册时间',
    '注册日期',
  ],
  last_seen_at: [
    'lastseenat',
    'lastseen',
    'lastpurchaseat',
    'lastorderat',
    '最近活跃时间',
    '最近消费时间',
    '最后消费时间',
    '最近到店时间',
  ],
} as const;

export type Field = keyof typeof HEADINGS;
const FIELDS = Object.keys(HEADINGS) as Field[];
const IDENTIFIERS: readonly Field[] = ['member_no', 'card_no', 'unionid', 'openid', 'phone', 'email'];

const heading = z.string().trim().min(1);
/** Which heading of the file is which of ours; what is left out is not read. */
export const Mapping = z.strictObject(
  Object.fromEntries(FIELDS.map((field) => [field, heading.optional()])) as Record<
    Field,
    z.ZodOptional<typeof heading>
  >,
);
export type Mapping = z.output<typeof Mapping>;

export type Column = { at: number; heading: string };
/** Where each field is, and how many columns the file has. */
export type Columns = { of: Partial<Record<Field, Column>>; count: number };

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-()（）]/g, '');

type Found = { columns: Columns } | { problem: string };

/** By the headings that are known here, or by a mapping alone. The problem is the end of a sentence. */
export function findColumns(headings: readonly string[], mapping?: Mapping): Found {
  const columns: Columns = { of: {}, count: headings.length };
  for (const field of FIELDS) {
    const wanted = mapping?.[field];
    if (mapping && wanted === undefined) continue;
    const places = placesOf(headings, field, wanted);
    const [at, another] = places;
    if (another !== undefined)
      return {
        problem: `has several columns for ${field} (${places.map((place) => headings[place]).join(', ')}): say with --map which one counts`,
      };
    if (at !== undefined) columns.of[field] = { at, heading: headings[at] ?? '' };
    else if (wanted !== undefined) return { problem: `has no column "${wanted}" (${field} of the mapping)` };
  }
  if (IDENTIFIERS.some((field) => columns.of[field])) return { columns };
  const seen = headings.slice(0, 12).join(', ').slice(0, 200);
  return { problem: `has no column that tells who somebody is (${IDENTIFIERS.join(', ')}; seen: ${seen})` };
}

function placesOf(headings: readonly string[], field: Field, wanted: string | undefined): number[] {
  const known: readonly string[] = HEADINGS[field];
  const isIt = (text: string): boolean =>
    wanted === undefined ? known.includes(plain(text)) : text === wanted;
  return headings.flatMap((text, place) => (isIt(text) ? [place] : []));
}
