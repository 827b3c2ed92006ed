import { routesFor } from '../../http/routes';
import { claimOwn } from './claim-coupon';
import { listOffers, listOwn } from './list-coupons';

export const routes = routesFor('coupons', {
  'coupons.listOffers': listOffers,
  'coupons.claim': claimOwn,
  'coupons.listMine': listOwn,
});
