import { routesFor } from '../../http/routes';
import { listDifferences, listReconciliations, resolveDifference, runReconciliation } from './manage-bills';
import { listFailedRefunds, redirectRefund, retry } from './manage-refunds';

export { webhooks } from './webhooks';

export const routes = routesFor('payments', {
  'payments.listFailedRefunds': listFailedRefunds,
  'payments.retryRefund': retry,
  'payments.redirectRefund': redirectRefund,
  'payments.listDifferences': listDifferences,
  'payments.resolveDifference': resolveDifference,
  'payments.runReconciliation': runReconciliation,
  'payments.listReconciliations': listReconciliations,
});
