import type { Card, LeavePreview, Member, Order, OrderLine, Product, Store } from '../src/api/views';

export const aCard = (over: Partial<Card> = {}): Card => ({
  productId: 'coat',
  title: '羊毛大衣',
  subtitle: '双面呢，轻而暖',
  imageUrl: '/media/coat.svg',
  priceFen: 89_900,
  listPriceFen: null,
  tags: [],
  ...over,
});

const sku = (colour: string, size: string, onSale = true) => ({
  skuId: `${colour}-${size}`,
  values: [colour, size],
  priceFen: 89_900,
  onSale,
});

/** Oat in M is not made. */
export const aCoat = (over: Partial<Product> = {}): Product => ({
  ...aCard(),
  description: '',
  imageUrls: [],
  categoryId: 'coats',
  options: [
    { name: '颜色', values: ['雾蓝', '燕麦'] },
    { name: '尺码', values: ['S', 'M'] },
  ],
  skus: [sku('雾蓝', 'S'), sku('雾蓝', 'M'), sku('燕麦', 'S'), sku('燕麦', 'M', false)],
  details: [],
  ...over,
});

export const aStore = (over: Partial<Store> = {}): Store => ({
  storeId: 'jingan',
  name: '静安寺店',
  city: '上海',
  address: '南京西路 1618 号',
  phone: null,
  latitude: 31.22,
  longitude: 121.44,
  openNow: true,
  hoursText: '营业中 · 10:00–22:00',
  ...over,
});

export const aLine = (over: Partial<OrderLine> = {}): OrderLine => ({
  lineNo: 1,
  skuId: '雾蓝-M',
  productId: 'coat',
  title: '羊毛大衣',
  valuesText: '雾蓝 · M',
  imageUrl: '/media/coat.svg',
  priceFen: 89_900,
  quantity: 2,
  discountFen: 0,
  isGift: false,
  handedOver: false,
  removed: false,
  refundedQuantity: 0,
  refundedFen: 0,
  ...over,
});

export const anOrder = (
  status: Order['status'],
  fulfilment: Order['fulfilment'] = 'pickup',
): Pick<Order, 'status' | 'fulfilment'> => ({ status, fulfilment });

export const aMember = (over: Partial<Member> = {}): Member => ({
  memberNo: 'M0001',
  phoneMasked: null,
  consents: { profiling: false, marketing: false },
  ...over,
});

export const aLeavePreview = (over: Partial<LeavePreview> = {}): LeavePreview => ({
  confirmText: '确认注销并删除我的数据',
  blocking: [],
  deletes: ['浏览与互动记录'],
  keeps: [{ title: '已付款的订单', reason: '会计法要求保存' }],
  running: null,
  ...over,
});
