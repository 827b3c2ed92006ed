import { routesFor } from '../../http/routes';
import { requireStore } from './find-stores';
import { getRouting, setOutage, setRouting } from './manage-routing';
import { presentStore } from './present';
import { makeSceneCode, resolveScene } from './scan-scene';

export const routes = routesFor('stores', {
  'stores.get': async (ctx, { storeId }) => presentStore(ctx, await requireStore(ctx, storeId)),
  'stores.resolveScene': resolveScene,
  'stores.makeSceneCode': makeSceneCode,
  'stores.getRouting': getRouting,
  'stores.setRouting': setRouting,
  'stores.setOutage': setOutage,
});
