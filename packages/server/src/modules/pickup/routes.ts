import { routesFor } from '../../http/routes';
import { extendPickup } from './keep-longer';
import { listQueue } from './list-queue';
import { checkCode, redeemCode } from './redeem-code';
import { shipParcel, showLabel } from './send-parcel';
import { openShare, revokeShare, shareCode } from './share-code';
import { showCode } from './show-code';
import { syncOffline } from './sync-offline';
import { transferHere } from './transfer-here';
import { listConflicts, resolveConflict, uploadReceipts } from './upload-receipts';
import { acceptOrder, markReady, rejectOrder } from './work-on-task';

export const routes = routesFor('pickup', {
  'pickup.showCode': showCode,
  'pickup.shareCode': shareCode,
  'pickup.revokeShare': revokeShare,
  'pickup.openShare': openShare,
  'pickup.extend': extendPickup,
  'pickup.listQueue': listQueue,
  'pickup.accept': acceptOrder,
  'pickup.reject': rejectOrder,
  'pickup.markReady': markReady,
  'pickup.showLabel': showLabel,
  'pickup.ship': shipParcel,
  'pickup.checkCode': checkCode,
  'pickup.redeem': redeemCode,
  'pickup.transferHere': transferHere,
  'pickup.syncOffline': syncOffline,
  'pickup.uploadReceipts': uploadReceipts,
  'pickup.listConflicts': listConflicts,
  'pickup.resolveConflict': resolveConflict,
});
