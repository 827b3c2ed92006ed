import { goTo, replaceWith } from '../platform/navigate';
import { toast } from '../platform/feedback';
import { scanCode } from '../platform/wechat';
import { call } from './client';
import { sceneOfScan } from './scene.rules';
import { chooseStore } from './store-choice';
import { track } from './tracking';

/** Opens what a scanned code stands for, with its store chosen. Answers the refusal, if any, for people. */
export async function openScene(scene: string, how: 'push' | 'replace' = 'push'): Promise<string | null> {
  const result = await call('stores.resolveScene', { scene });
  if (!result.ok) return result.message;
  const { page, store, productId } = result.data;
  chooseStore(store, 'scan');
  const product = page === 'product' && productId !== null ? { productId } : {};
  track({ type: 'store.scanned', storeId: store.storeId, ...product });
  const open = how === 'push' ? goTo : replaceWith;
  if (product.productId === undefined) open('landing', { storeId: store.storeId });
  else open('detail', { productId: product.productId, scanned: '1' });
  return null;
}

export async function scanAndOpen(): Promise<void> {
  const scanned = await scanCode();
  if (scanned === null) return;
  const scene = sceneOfScan(scanned);
  const refusal = scene === null ? '这个码不属于本品牌，或已失效' : await openScene(scene);
  if (refusal !== null) toast(refusal);
}
