import type { Ctx } from '../../kernel/context';
import { settlingRaces } from './note-sighting';
import { settle } from './settle';
import { clearExpiry, findExpired } from './sighting.model';

const AT_ONCE = 100;

/** Evidence with a term (a `pending_id` is good for 90 days) has run out: whoever it held together is looked at without it. */
export async function lookAtExpired(ctx: Ctx): Promise<void> {
  for (const { _id, shown } of await findExpired(ctx.now, AT_ONCE)) {
    const keys = shown.map(({ key }) => key);
    await settlingRaces(async () => {
      await clearExpiry(_id);
      await settle(ctx, keys, { why: 'expired', sightingId: _id });
    });
  }
}
