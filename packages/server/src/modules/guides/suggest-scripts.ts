import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import * as audience from '../audience';
import * as catalog from '../catalog';
import * as coupons from '../coupons';
import type { Customer } from '../identity';
import * as inventory from '../inventory';
import * as orders from '../orders';
import * as staff from '../staff';
import * as stores from '../stores';
import { linesText } from './present';
import { requireOwnContact } from './require-contact';
import { suggest } from './scripts.rules';
import type { ProductFact, ScriptFacts } from './scripts.rules';
import { sentSince } from './sent-script.model';

type Suggest = Contracts['guides.suggestScripts'];
type Personal = Pick<ScriptFacts, 'readyOrder' | 'viewed' | 'coupons' | 'bought'>;

const SILENT_MS = 3 * 24 * 3600_000;
const nobody: Personal = { readyOrder: null, viewed: [], coupons: [], bought: null };

/** Three cards for this customer in this store. Refuses: NOT_FOUND for somebody else's contact or a store that is not the guide's. */
export async function suggestScripts(ctx: Ctx, input: Parsed<Suggest>): Promise<Answer<Suggest>> {
  await staff.requireAtStore(ctx, input.storeId);
  const { guide, contact } = await requireOwnContact(ctx, input.externalUserid);
  const store = await stores.requireStore(ctx, input.storeId);
  const { customer } = contact;
  const personal = customer ? await personalFacts(ctx, customer, store.storeId) : nobody;
  const newest = await catalog.newArrivals(ctx, 8);
  const pair = { userid: guide.userid, externalUserid: input.externalUserid };
  const scripts = suggest({
    ...personal,
    now: ctx.now,
    storeName: store.name,
    customerName: contact.name,
    arrivals: (await productFacts(ctx, store.storeId, newest)).filter(
      (product) => product.inStore.length > 0,
    ),
    sentScriptIds: await sentSince(pair, new Date(ctx.now.getTime() - SILENT_MS)),
  });
  return { scripts };
}

async function personalFacts(ctx: Ctx, customer: Customer, storeId: string): Promise<Personal> {
  const { customerId, consents } = customer;
  const recent = await orders.listOrdersOf(ctx, customerId, { limit: 20 });
  const ready = recent.find(
    (order) => order.status === 'ready' && order.storeId === storeId && order.readyAt,
  );
  const taken = recent.find((order) => order.status === 'handed_over');
  const line = taken?.lines[0];
  const couponList = await coupons.listMine(ctx, customerId);
  return {
    readyOrder: ready?.readyAt
      ? { orderId: ready.orderId, readyAt: ready.readyAt, linesText: linesText(ready) }
      : null,
    viewed: consents.profiling ? await viewedFacts(ctx, customerId, storeId) : [],
    coupons: couponList
      .filter((coupon) => coupon.status === 'usable')
      .map((coupon) => ({ ...coupon, validUntil: new Date(coupon.validUntil) })),
    bought: taken && line ? { title: line.title, at: taken.placedAt, size: lastWord(line.valuesText) } : null,
  };
}

const lastWord = (valuesText: string): string | null => valuesText.split(/[\s,，/·]+/).at(-1) ?? null;

async function viewedFacts(ctx: Ctx, customerId: string, storeId: string): Promise<ScriptFacts['viewed']> {
  const viewed = await audience.browsingOf(ctx, customerId);
  const ids = viewed.map(({ productId }) => productId);
  const facts = await productFacts(ctx, storeId, await catalog.findProducts(ctx, ids));
  return viewed.flatMap(({ productId, views, lastAt }) => {
    const product = facts.find((fact) => fact.productId === productId);
    return product ? [{ product, views, lastAt }] : [];
  });
}

async function productFacts(ctx: Ctx, storeId: string, products: catalog.Product[]): Promise<ProductFact[]> {
  const onSale = products.filter((product) => product.onShelf);
  const skuIds = onSale.flatMap((product) => product.skus.map((sku) => sku.skuId));
  const stock =
    (await inventory.availableAt(ctx, [storeId], skuIds)).get(storeId) ?? new Map<string, number>();
  return onSale.map((product) => ({
    productId: product.productId,
    title: product.title,
    priceFen: catalog.presentCard(product).priceFen,
    inStore: product.skus
      .filter((sku) => sku.onSale && (stock.get(sku.skuId) ?? 0) > 0)
      .map((sku) => ({
        skuId: sku.skuId,
        size: sku.values.at(-1) ?? '',
        available: stock.get(sku.skuId) ?? 0,
      })),
  }));
}
