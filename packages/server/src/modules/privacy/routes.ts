import { routesFor } from '../../http/routes';
import { eraseCustomer, eraseMe, previewErasure } from './begin-erasure';
import { exportMyData } from './export-my-data';
import { listConsents } from './list-consents';
import { showErasure } from './show-erasure';

export const routes = routesFor('privacy', {
  'privacy.listConsents': listConsents,
  'privacy.exportMyData': exportMyData,
  'privacy.previewErasure': previewErasure,
  'privacy.eraseMe': eraseMe,
  'privacy.eraseCustomer': eraseCustomer,
  'privacy.showErasure': showErasure,
});
