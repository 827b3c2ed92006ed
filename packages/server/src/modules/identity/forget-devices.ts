import type { Ctx } from '../../kernel/context';
import { deleteThese, fewerSightings, isShownByOthers, sightingsFrom } from './erase.model';
import { resolveCustomerId } from './find-customer';
import { deleteIdentifiers } from './identifier.model';
import { settlingRaces } from './note-sighting';
import { settle } from './settle';

/**
 * What a member used the mini-program on was noted because they agreed to profiling; without that it goes. Whose everything else is
 * is worked out anew without it.
 */
export async function forgetDevices(ctx: Ctx, of: { customerId: string }): Promise<void> {
  await settlingRaces(async () => {
    const customerId = await resolveCustomerId(ctx, of.customerId);
    const rows = await sightingsFrom('mini-program-device', customerId);
    if (rows.length === 0) return;
    await deleteThese(rows.map(({ _id }) => _id));
    const keys = new Set(rows.flatMap(({ shown }) => shown.map(({ key }) => key)));
    for (const key of keys) {
      const fewer = rows.filter(({ shown }) => shown.some((one) => one.key === key)).length;
      await letGoOf(key, fewer);
    }
    await settle(ctx, keys, { why: 'erased' });
  });
}

/** A device that no sighting shows any more is not known any more. Whoever owns an openid goes on owning it: `settle` says so. */
async function letGoOf(key: string, fewer: number): Promise<void> {
  if (await isShownByOthers(key, '')) await fewerSightings(key, fewer);
  else await deleteIdentifiers([key]);
}
