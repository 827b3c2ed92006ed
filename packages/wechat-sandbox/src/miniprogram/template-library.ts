/** What a retailer finds in the public template library; the real one has thousands. */
export type Keyword = { kid: number; name: string; example: string; rule: string; enumValues?: string[] };
export type LibraryTemplate = {
  tid: number;
  title: string;
  /** 2: one accept is one message; 3: long-term. */
  type: 2 | 3;
  categoryId: number;
  keywords: Keyword[];
};

export const CATEGORIES = [
  { id: 307, name: '服装/鞋/箱包' },
  { id: 616, name: '商家自营 > 百货' },
  { id: 670, name: '线下超市/便利店' },
];

const STORE: Keyword = { kid: 1, name: '门店名称', example: '静安寺店', rule: 'thing' };
const NUMBER: Keyword = { kid: 2, name: '订单编号', example: 'SH20261001', rule: 'character_string' };
const GOODS: Keyword = { kid: 3, name: '商品名称', example: '羊绒衫', rule: 'thing' };
const AMOUNT: Keyword = { kid: 4, name: '订单金额', example: '¥199.00', rule: 'amount' };
const WHEN: Keyword = { kid: 5, name: '时间', example: '2026年10月1日 15:01', rule: 'time' };
const NOTE: Keyword = { kid: 6, name: '备注', example: '请在两天内取货', rule: 'thing' };
const PHONE: Keyword = { kid: 7, name: '联系电话', example: '021-62881234', rule: 'phone_number' };
const STATE: Keyword = {
  kid: 8,
  name: '订单状态',
  example: '待取货',
  rule: 'enum',
  enumValues: ['待取货', '已取货', '已取消'],
};

export const LIBRARY: LibraryTemplate[] = [
  {
    tid: 1001,
    title: '取货提醒',
    type: 2,
    categoryId: 616,
    keywords: [STORE, NUMBER, GOODS, WHEN, NOTE, PHONE],
  },
  {
    tid: 1002,
    title: '订单状态通知',
    type: 2,
    categoryId: 616,
    keywords: [NUMBER, GOODS, AMOUNT, STATE, WHEN],
  },
  { tid: 1003, title: '退款成功通知', type: 2, categoryId: 616, keywords: [NUMBER, AMOUNT, WHEN, NOTE] },
  { tid: 1004, title: '到货提醒', type: 2, categoryId: 307, keywords: [GOODS, STORE, WHEN, NOTE] },
  { tid: 1005, title: '优惠券到期提醒', type: 2, categoryId: 670, keywords: [GOODS, WHEN, NOTE] },
];
