import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import type { KeptBecause } from '../../kernel/personal-data';
import { findErasure } from './erasure.model';
import type { ErasureRow } from './erasure.model';
import { REASON_TEXT, STATE_TEXT, titleOf, whyKept } from './erasure.rules';
import { sumKeeps } from './keep.model';
import type { KeepSum } from './keep.model';

type Show = Contracts['privacy.showErasure'];
type View = Answer<Show>;

/** For whoever has the number; nothing on it names anybody. Refuses: NOT_FOUND. */
export async function showErasure(_ctx: Ctx, { certificateNo }: Parsed<Show>): Promise<View> {
  const row = await findErasure(certificateNo);
  if (!row) throw new AppError('NOT_FOUND');
  return {
    certificateNo,
    state: row.state,
    stateText: STATE_TEXT[row.state],
    askedBy: row.askedBy,
    askedAt: row.askedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    waitingFor: row.waitingFor,
    collections: presentEffects(row),
    keeps: presentKeeps(await sumKeeps(certificateNo), row),
    check: row.check && { ...row.check, at: row.check.at.toISOString() },
  };
}

const presentEffects = ({ effects }: ErasureRow): View['collections'] =>
  Object.entries(effects)
    .map(([name, { deleted, kept }]) => {
      const why = kept > 0 ? whyKept(name) : null;
      return { name, title: titleOf(name), deleted, kept, why };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));

function presentKeeps(sums: KeepSum[], { gone }: ErasureRow): View['keeps'] {
  const reasons = new Set([...sums.map(({ _id }) => _id), ...(Object.keys(gone) as KeptBecause[])]);
  return [...reasons].map((because) => {
    const sum = sums.find(({ _id }) => _id === because);
    return {
      because,
      reason: REASON_TEXT[because],
      count: sum?.count ?? 0,
      firstUntil: sum?.firstUntil.toISOString() ?? null,
      lastUntil: sum?.lastUntil.toISOString() ?? null,
      gone: gone[because] ?? 0,
    };
  });
}
