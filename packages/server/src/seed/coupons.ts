import { shanghai } from '@omni/shared/time';
import type { CouponTemplate } from '../modules/coupons';

const FROM = new Date('2026-01-01T00:00:00+08:00');
const UNTIL = new Date('2036-01-01T00:00:00+08:00');
const fen = (yuan: number): number => yuan * 100;
const open = {
  claimFrom: FROM,
  claimUntil: UNTIL,
  validity: { type: 'days', days: 30 },
  stacking: { group: 'goods', combinableWith: ['freight'] },
} satisfies Partial<CouponTemplate>;

/** Ten in the morning of the first day of the month after next: always still to come. */
function soon(now: Date): Date {
  const [year = 2026, month = 1] = shanghai(now).date.split('-').map(Number);
  return new Date(Date.UTC(year, month + 1, 1, 2));
}

export const SOLD_OUT = 'SOLD-OUT';

const OPEN: CouponTemplate[] = [
  {
    ...open,
    templateId: 'OFF30',
    title: '秋冬上新 满 200 减 30',
    kind: { type: 'amountOff', thresholdFen: fen(200), offFen: fen(30) },
    scope: { type: 'all' },
    totalLimit: 100_000,
    perPersonLimit: 2,
  },
  {
    ...open,
    templateId: 'TEN-PERCENT',
    title: '会员日 全场 9 折',
    kind: { type: 'percentOff', percent: 90, thresholdFen: 0, maxOffFen: fen(50) },
    scope: { type: 'all' },
    totalLimit: 100_000,
    perPersonLimit: 1,
  },
  {
    ...open,
    templateId: 'WELCOME20',
    title: '新人礼 立减 20 元',
    kind: { type: 'amountOff', thresholdFen: 0, offFen: fen(20) },
    scope: { type: 'all' },
    newMembersOnly: true,
    totalLimit: 100_000,
    perPersonLimit: 1,
  },
  {
    ...open,
    templateId: 'KNIT50',
    title: '针织专享 满 400 减 50',
    kind: { type: 'amountOff', thresholdFen: fen(400), offFen: fen(50) },
    scope: { type: 'categories', categoryIds: ['knitwear'], text: '针织' },
    totalLimit: 100_000,
    perPersonLimit: 1,
  },
  {
    ...open,
    templateId: 'BIG800',
    title: '年终大促 满 5000 减 800',
    kind: { type: 'amountOff', thresholdFen: fen(5000), offFen: fen(800) },
    scope: { type: 'all' },
    totalLimit: 100_000,
    perPersonLimit: 1,
  },
  {
    ...open,
    templateId: 'JINGAN25',
    title: '静安寺店专享 满 150 减 25',
    kind: { type: 'amountOff', thresholdFen: fen(150), offFen: fen(25) },
    scope: { type: 'all' },
    storeIds: ['SH001'],
    totalLimit: 100_000,
    perPersonLimit: 1,
  },
  {
    ...open,
    templateId: 'FREE-FREIGHT',
    title: '免运费券 可与其他券同用',
    kind: { type: 'freight', thresholdFen: 0 },
    scope: { type: 'all' },
    stacking: { group: 'freight', combinableWith: ['goods'] },
    totalLimit: 100_000,
    perPersonLimit: 2,
  },
  {
    ...open,
    templateId: 'GUIDE-GIFT30',
    title: '导购专赠 满 150 减 30',
    kind: { type: 'amountOff', thresholdFen: fen(150), offFen: fen(30) },
    scope: { type: 'all' },
    giveOnly: true,
    budget: { campaign: 'GUIDE-GIFTS', totalFen: fen(100_000), perCustomerFen: fen(90) },
    totalLimit: 100_000,
    perPersonLimit: 3,
  },
  {
    ...open,
    templateId: SOLD_OUT,
    title: '限量 1 张 满 100 减 50',
    kind: { type: 'amountOff', thresholdFen: fen(100), offFen: fen(50) },
    scope: { type: 'all' },
    totalLimit: 1,
    perPersonLimit: 1,
  },
];

export const couponTemplates = (now: Date): CouponTemplate[] => [
  ...OPEN,
  {
    ...open,
    templateId: 'SOON80',
    title: '节日预告 满 300 减 80',
    kind: { type: 'amountOff', thresholdFen: fen(300), offFen: fen(80) },
    scope: { type: 'all' },
    claimFrom: soon(now),
    totalLimit: 100_000,
    perPersonLimit: 1,
  },
];
