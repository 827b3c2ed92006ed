import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { distanceMetres } from '@omni/shared/geo';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import * as catalog from '../catalog';
import * as coupons from '../coupons';
import * as identity from '../identity';
import * as routing from '../routing';
import * as stores from '../stores';
import { presentStocked, skusOnSale, thoseInStock } from './stocked';

type Home = Contracts['shop.home'];
type Asked = Parsed<Home>;
type HomeStore = Answer<Home>['store'];

const OFFERS = 2;

/**
 * The first screen for the chosen store, or the nearest one that serves the point; without either, for no store. A chosen store
 * that closed for good is as if none was chosen.
 */
export async function showHome(ctx: Ctx, input: Asked): Promise<Answer<Home>> {
  const [store, goods, customerId] = await Promise.all([
    storeFor(ctx, input),
    catalog.homeGoods(ctx),
    customerOf(ctx),
  ]);
  const all = [...goods.newArrivals, ...goods.loved];
  const [there, offers] = await Promise.all([
    store &&
      thoseInStock(
        ctx,
        store.storeId,
        all.map((product) => ({ product, skuIds: skusOnSale(product) })),
      ),
    coupons.offersAt(ctx, { storeId: store?.storeId ?? null, customerId, limit: OFFERS }),
  ]);
  return {
    store,
    offers,
    banners: goods.banners,
    categories: goods.categories,
    newArrivals: goods.newArrivals.map((product) => presentStocked(product, there)),
    loved: goods.loved.map((product) => presentStocked(product, there)),
  };
}

async function storeFor(ctx: Ctx, { storeId, point }: Asked): Promise<HomeStore> {
  const chosen = storeId === undefined ? null : await chosenStore(ctx, storeId);
  if (chosen) {
    const metres = point ? Math.round(distanceMetres(point, chosen)) : null;
    return { ...stores.presentStore(ctx, chosen), distanceMetres: metres };
  }
  if (!point) return null;
  const { stores: near } = await routing.findNearbyStores(ctx, { point, lines: [] });
  return near.find(({ openNow }) => openNow) ?? near[0] ?? null;
}

async function chosenStore(ctx: Ctx, storeId: string): Promise<stores.Store | null> {
  const store = await stores.recallStore(ctx, storeId);
  return store && store.status !== 'closed_down' ? store : null;
}

/** Null: nobody logged in, or a session whose customer is gone. */
async function customerOf(ctx: Ctx): Promise<string | null> {
  if (ctx.actor.kind !== 'member') return null;
  try {
    return (await identity.requireMemberId(ctx)).customerId;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
