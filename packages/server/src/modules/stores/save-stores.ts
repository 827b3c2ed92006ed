import type { Ctx } from '../../kernel/context';
import { areHours } from './hours.rules';
import { tellOtherProcesses } from './news';
import { indexIsLoaded, refreshIndex } from './store-index';
import { putStores } from './store.model';
import type { Store } from './store.model';

/** Adds or replaces stores; searches here see it at once, those of other processes within moments. */
export async function saveStores(ctx: Ctx, stores: Store[]): Promise<void> {
  const wrong = stores.find((store) => !areHours(store.hours));
  if (wrong) throw new Error(`store ${wrong.storeId}: hours are not seven possible days`);
  if (!(await putStores(stores, ctx.now))) return;
  if (indexIsLoaded()) await refreshIndex();
  await tellOtherProcesses();
}

export const saveStore = (ctx: Ctx, store: Store): Promise<void> => saveStores(ctx, [store]);
