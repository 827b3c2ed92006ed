import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { askPlatform } from '../../kernel/call-out';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import * as miniProgram from '../../platform/mini-program';
import * as catalog from '../catalog';
import * as staff from '../staff';
import { requireStore } from './find-stores';
import { presentStore } from './present';
import { findScene, sceneOf } from './scene-code.model';
import type { SceneCode } from './scene-code.model';
import { findStore } from './store.model';

type Resolve = Contracts['stores.resolveScene'];
type Make = Contracts['stores.makeSceneCode'];

/** The tab home of the mini-program, which turns `query.scene` into the page it stands for. */
const PAGE = 'pages/home/index';

/**
 * What a scanned code stands for. A code of a product that was deleted still opens its store; one of a product off the shelf
 * opens the product, which says so itself. Refuses: SCENE_UNKNOWN.
 */
export async function resolveScene(ctx: Ctx, { scene }: Parsed<Resolve>): Promise<Answer<Resolve>> {
  const code = await findScene(scene);
  const store = code && (await findStore(code.storeId));
  if (!code || !store || store.status === 'closed_down') throw new AppError('SCENE_UNKNOWN');
  const [product] = await catalog.findProducts(ctx, code.productId === null ? [] : [code.productId]);
  return {
    page: product ? 'product' : 'store',
    store: presentStore(ctx, store),
    productId: product?.productId ?? null,
  };
}

/**
 * The mini-program code to print for a store, or for a product in it; asked again it is the same code.
 * Refuses: NOT_FOUND (not a store of this member of staff, no such product), PLATFORM_UNAVAILABLE.
 */
export async function makeSceneCode(ctx: Ctx, input: Parsed<Make>): Promise<Answer<Make>> {
  const { storeId, productId = null } = input;
  await staff.requireAtStore(ctx, storeId);
  await requireStore(ctx, storeId);
  if (productId !== null) await catalog.requireProduct(ctx, productId);
  const scene = await sceneOf({ storeId, productId }, ctx.now);
  const image = await askPlatform(() => miniProgram.unlimitedCode({ scene, page: PAGE }));
  await staff.recordAudit(ctx, { action: 'stores.makeSceneCode', subject: scene, storeId });
  return { scene, page: PAGE, imageDataUrl: `data:${image.type};base64,${image.bytes.toString('base64')}` };
}

/** Gives a target a scene of our choosing, for the demo shop. A target that has one keeps it. */
export async function saveSceneCode(ctx: Ctx, code: SceneCode): Promise<void> {
  await sceneOf({ storeId: code.storeId, productId: code.productId, wanted: code.scene }, ctx.now);
}
