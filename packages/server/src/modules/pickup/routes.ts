import { routesFor } from '../../http/routes';
import { listQueue } from './list-queue';
import { checkCode, redeemCode } from './redeem-code';
import { showCode } from './show-code';
import { acceptOrder, markReady } from './work-on-task';

export const routes = routesFor('pickup', {
  'pickup.showCode': showCode,
  'pickup.listQueue': listQueue,
  'pickup.accept': acceptOrder,
  'pickup.markReady': markReady,
  'pickup.checkCode': checkCode,
  'pickup.redeem': redeemCode,
});
