import { AROUND_THE_CLOCK, everyDay } from '../modules/stores';
import type { Store } from '../modules/stores';

const TEN_TO_TEN = everyDay(10 * 60, 22 * 60);

/** storeId, name, street, latitude, longitude (GCJ-02). All invented. */
const PLACES: [string, string, string, number, number][] = [
  ['SH001', '森屿 静安寺店', '静安区南京西路 1699 号 1 层', 31.223, 121.4462],
  ['SH002', '森屿 南京西路店', '静安区南京西路 1288 号 B1 层', 31.2296, 121.455],
  ['SH003', '森屿 人民广场店', '黄浦区西藏中路 288 号 2 层', 31.2318, 121.4745],
  ['SH004', '森屿 新天地店', '黄浦区马当路 388 号 1 层', 31.219, 121.4755],
  ['SH005', '森屿 淮海中路店', '黄浦区淮海中路 828 号 1 层', 31.2205, 121.46],
  ['SH006', '森屿 徐家汇店', '徐汇区虹桥路 88 号 3 层', 31.1946, 121.437],
  ['SH007', '森屿 陆家嘴店', '浦东新区世纪大道 288 号 L2 层', 31.237, 121.502],
  ['SH008', '森屿 长寿路店', '普陀区长寿路 588 号 1 层', 31.242, 121.438],
];
const OPEN_ALL_NIGHT = ['SH001', 'SH002'];
const FLAGSHIP = 'SH001';
const BEING_REBUILT = 'SH008';

export const STORES: Store[] = PLACES.map(([storeId, name, street, latitude, longitude], i) => ({
  storeId,
  name,
  city: '上海市',
  address: `上海市${street}`,
  phone: `021-5550010${i + 1}`,
  latitude,
  longitude,
  hours: OPEN_ALL_NIGHT.includes(storeId) ? AROUND_THE_CLOCK : TEN_TO_TEN,
  fittingRooms: storeId === FLAGSHIP ? 3 : 2,
  status: storeId === BEING_REBUILT ? 'temporarily_closed' : 'open',
  source: 'seed',
}));

/** Printed codes whose scenes journeys know: every store's own, and some goods on the hangers of SH001. */
export const SCENES = [
  ...STORES.map(({ storeId }) => ({ scene: storeId.toLowerCase(), storeId, productId: null })),
  ...['P001', 'P007', 'P017'].map((productId) => ({
    scene: `sh001-${productId.toLowerCase()}`,
    storeId: 'SH001',
    productId,
  })),
];
