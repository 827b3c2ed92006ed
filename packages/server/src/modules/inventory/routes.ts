import { routesFor } from '../../http/routes';
import { adjust, setSafety } from './adjust-stock';
import { askByStaff, listCounts, submitCount } from './count-tasks';
import { importByStaff } from './import-stock';
import { listStock, showHistory } from './show-stock';

export const routes = routesFor('inventory', {
  'inventory.list': listStock,
  'inventory.history': showHistory,
  'inventory.adjust': adjust,
  'inventory.setSafety': setSafety,
  'inventory.listCounts': listCounts,
  'inventory.askForCount': askByStaff,
  'inventory.submitCount': submitCount,
  'inventory.importRows': importByStaff,
});
