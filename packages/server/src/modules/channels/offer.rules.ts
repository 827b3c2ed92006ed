import { shanghaiText } from '@omni/shared/time';
import type { Offer, OfferState } from './offer.model';

/** The order's own end of waiting comes after the offer's, so that an answer of the last second is carried out first. */
export const GRACE_MS = 10 * 60_000;
/** Setting goods aside takes moments; who takes longer has died. */
export const ACCEPTING_MS = 60_000;
export const MOST_STORES = 3;

/** What the buyer may see: while the goods are set aside, the offer still stands open. */
export const shownState = (state: OfferState): Exclude<OfferState, 'accepting'> =>
  state === 'accepting' ? 'open' : state;

const yuan = (fen: number): string => (fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2));

/** `退还运费 8 元，并赠送香氛小样一份` */
function benefits({ freightFen, gift }: Pick<Offer, 'freightFen' | 'gift'>): string {
  const parts = [
    ...(freightFen > 0 ? [`免运费（退还 ${yuan(freightFen)} 元）`] : []),
    ...(gift ? [`赠送${gift.title}`] : []),
  ];
  return parts.join(' + ');
}

const distance = (metres: number): string =>
  metres < 1000 ? `${metres} 米` : `${(metres / 1000).toFixed(1)} 公里`;

/** What the buyer is sent. */
export function offerMessage(offer: Offer, link: string): string {
  const nearest = offer.stores[0];
  const where = nearest ? `${nearest.name}（距您 ${distance(nearest.distanceMetres)}）` : '附近门店';
  const until = shanghaiText(offer.answerBefore).slice(5);
  return `您购买的商品在${where}有现货，到店自提可享：${benefits(offer)}。请在 ${until} 前选择：${link} ，不选择则按原地址为您发货。`;
}

export const readyMessage = (storeName: string, link: string): string =>
  `您的商品已在${storeName}备好，请凭取货码到店取货：${link}`;

/** What the page says. */
export function offerText(offer: Offer, storeName: string | null): string {
  switch (offer.state) {
    case 'open':
    case 'accepting':
      return `到店自提可享：${benefits(offer)}。不选择则按原地址为您发货。`;
    case 'accepted': {
      const missed = offer.gift !== null && !offer.giftTaken ? '小样刚刚送完，敬请谅解；' : '';
      return `已改为到${storeName ?? '门店'}自提，${missed}备好后会通知您。`;
    }
    case 'declined':
      return '好的，商品会按原地址为您发货。';
    case 'expired':
      return '已超过选择时间，商品会按原地址为您发货。';
    case 'out_of_stock':
      return '抱歉，门店刚刚售完，商品会按原地址为您发货。';
    case 'closed':
      return '这笔订单已按其他方式处理，不再需要选择。';
  }
}
