import { routesFor } from '../../http/routes';
import { claimOwn } from './claim-coupon';
import { grant, revoke } from './grant-coupon';
import { listOffers, listOwn } from './list-coupons';
import { checkCode, redeem, showCode } from './redeem-coupon';
import { listTemplates, saveByStaff } from './save-template';

export const routes = routesFor('coupons', {
  'coupons.listOffers': listOffers,
  'coupons.claim': claimOwn,
  'coupons.listMine': listOwn,
  'coupons.showCode': showCode,
  'coupons.checkCode': checkCode,
  'coupons.redeem': redeem,
  'coupons.grant': grant,
  'coupons.revoke': revoke,
  'coupons.listTemplates': listTemplates,
  'coupons.saveTemplate': saveByStaff,
});
