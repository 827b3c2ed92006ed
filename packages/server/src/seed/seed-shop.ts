import { isDeepStrictEqual } from 'node:util';
import type { Ctx } from '../kernel/context';
import { AppError } from '../kernel/errors';
import * as catalog from '../modules/catalog';
import * as coupons from '../modules/coupons';
import * as inventory from '../modules/inventory';
import * as staff from '../modules/staff';
import * as stores from '../modules/stores';
import { seedChannels } from './channels';
import { SOLD_OUT, couponTemplates } from './coupons';
import { PRODUCTS, SHELVES, categoryImage } from './goods';
import { onceEver } from './seed-mark.model';
import { STAFF } from './staff';
import { COUNTS } from './stock';
import { SCENES, STORES } from './stores';

const AT_ONCE = 24;
/** Nobody: only takes the last coupon of the offer that is meant to be sold out. */
const NOBODY = '00000000000000000000';

async function inTurns<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += AT_ONCE)
    await Promise.all(items.slice(start, start + AT_ONCE).map(work));
}

async function seedCatalog(ctx: Ctx): Promise<void> {
  for (const [position, { categoryId, name }] of SHELVES.entries())
    await catalog.saveCategory(ctx, { categoryId, name, image: categoryImage(categoryId), position });
  await inTurns(PRODUCTS, (product) => catalog.saveProduct(ctx, product));
  await catalog.saveHome(ctx, {
    banners: [
      {
        title: '冬日山林',
        subtitle: '羊毛大衣与轻羽绒，新品上市',
        image: 'banner-winter.svg',
        productId: 'P017',
      },
      { title: '针织季', subtitle: '美丽诺羊毛，暖而不重', image: 'banner-knit.svg', productId: 'P007' },
      {
        title: '门店自提',
        subtitle: '线上下单，3 公里内门店备货',
        image: 'banner-pickup.svg',
        productId: null,
      },
    ],
    lovedProductIds: ['P001', 'P008', 'P014', 'P012', 'P017', 'P003', 'P025', 'P006'],
    hotWords: ['羊毛大衣', '羊绒', '针织', '衬衫', '连衣裙', '围巾', '托特包'],
  });
}

async function seedStores(ctx: Ctx): Promise<void> {
  const known = new Map(
    (
      await stores.findStores(
        ctx,
        STORES.map((s) => s.storeId),
      )
    ).map((s) => [s.storeId, s]),
  );
  // What staff did to a store since (closed it, moved it) stays.
  await stores.saveStores(
    ctx,
    STORES.filter(({ storeId }) => !known.has(storeId)),
  );
  for (const code of SCENES) await stores.saveSceneCode(ctx, code);
}

async function seedCoupons(ctx: Ctx): Promise<void> {
  for (const template of couponTemplates(ctx.now)) await coupons.saveTemplate(ctx, template);
  await onceEver('sold-out-coupon', ctx.now, async () => {
    await coupons.claim(ctx, { templateId: SOLD_OUT, customerId: NOBODY }).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
    });
  });
}

async function seedStaff(ctx: Ctx): Promise<void> {
  for (const person of STAFF) {
    const known = await staff.findStaff(ctx, person.userid);
    const { userid, name, role, stores: at } = known ?? {};
    if (!isDeepStrictEqual({ userid, name, role, stores: at }, person)) await staff.saveStaff(ctx, person);
  }
}

/** The demo shop. Run at every start: what is there stays as it is, stock is counted in once. */
export async function seedShop(ctx: Ctx): Promise<void> {
  await seedCatalog(ctx);
  await seedStores(ctx);
  await onceEver('stock', ctx.now, () => inTurns(COUNTS, (count) => inventory.setOnHand(ctx, count)));
  await seedCoupons(ctx);
  await seedStaff(ctx);
  await seedChannels(ctx);
}
