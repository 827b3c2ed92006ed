import { routesFor } from '../../http/routes';
import { listQueue, markIssued, refuseInvoice } from './answer-invoice';
import { getInvoice, requestInvoice } from './request-invoice';

export const routes = routesFor('invoices', {
  'invoices.get': getInvoice,
  'invoices.request': requestInvoice,
  'invoices.queue': listQueue,
  'invoices.markIssued': markIssued,
  'invoices.refuse': refuseInvoice,
});
