import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import * as catalog from '../catalog';
import * as identity from '../identity';
import * as stores from '../stores';
import { deleteBrowsing, insertNew } from './touch.model';
import { draftTouch, isPlausible } from './touch.rules';

type Track = Contracts['audience.track'];

/** Keeps browsing of a member who agreed to it. Events about unknown goods or stores, from the future or older than a week are ignored. */
export async function trackBrowsing(ctx: Ctx, input: Parsed<Track>): Promise<Answer<Track>> {
  const { customerId, origin, openid, consents } = await identity.requireMember(ctx);
  const none = { kept: 0, ignored: input.events.length };
  if (!consents.profiling) return none;
  if (input.deviceId !== undefined) await identity.noteDevice(ctx, { openid, deviceId: input.deviceId });

  const plausible = input.events.filter((event) => isPlausible(new Date(event.at), ctx.now));
  const productIds = plausible.flatMap((event) => event.productId ?? []);
  const storeIds = plausible.flatMap((event) => ('storeId' in event ? (event.storeId ?? []) : []));
  const products = new Map((await catalog.findProducts(ctx, productIds)).map((p) => [p.productId, p.title]));
  const storeNames = new Map((await stores.findStores(ctx, storeIds)).map((s) => [s.storeId, s.name]));

  const touches = plausible.flatMap(
    (event) => draftTouch({ customerId, origin }, event, { products, storeNames }) ?? [],
  );
  const kept = await insertNew(touches);
  // Withdrawn while this was being written: whoever deletes it may have been here before.
  if (kept > 0 && !(await identity.hasConsent(ctx, customerId, 'profiling'))) {
    await deleteBrowsing({ customerId, origin });
    return none;
  }
  return { kept, ignored: input.events.length - kept };
}
