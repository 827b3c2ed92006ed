import type { StoreView as StoreViewSchema } from '@omni/shared/contracts/stores';
import type { z } from 'zod';
import type { Ctx } from '../../kernel/context';
import { isOpen } from './find-stores';
import { hoursText } from './hours.rules';
import type { Store } from './store.model';

export type StoreView = z.output<typeof StoreViewSchema>;

const closedTexts = { temporarily_closed: '暂停营业', closed_down: '门店已关闭' };

export const presentStore = (ctx: Ctx, store: Store): StoreView => ({
  storeId: store.storeId,
  name: store.name,
  city: store.city,
  address: store.address,
  phone: store.phone,
  latitude: store.latitude,
  longitude: store.longitude,
  openNow: isOpen(store, ctx.now),
  hoursText: store.status === 'open' ? hoursText(store, ctx.now) : closedTexts[store.status],
});
