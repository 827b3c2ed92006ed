import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { eachSince } from './assignment.model';
import type { Assignment } from './assignment.model';
import { radiusText } from './choose.rules';
import { policyInForce, requireOperator } from './manage-policy';
import { countOffers } from './outcome.model';
import { wantedOf } from './reroute-order';
import { replay, summarize } from './what-if.rules';
import type { End, Replay } from './what-if.rules';

type WhatIf = Contracts['routing.whatIf'];

const DAY_MS = 86_400_000;
/** More would keep the server from its work; the oldest of the days are taken first. */
const MOST_ORDERS = 20_000;
/** The event loop gets a turn after so many orders. */
const AT_A_TIME = 200;

function replayOf(assignment: Assignment): Replay | null {
  const first = assignment.explanations[0];
  if (!first?.looked) return null;
  return {
    wanted: { ...wantedOf(assignment), excluded: [] },
    candidates: first.candidates.map(({ facts }) => facts),
    warehouse: first.warehouse,
    gaveBack: assignment.excluded,
  };
}

/** Both sides are replayed the same way, so that they differ by the rules alone. Refuses: FORBIDDEN. */
export async function whatIf(ctx: Ctx, { days, policy }: Parsed<WhatIf>): Promise<Answer<WhatIf>> {
  await requireOperator(ctx);
  const since = new Date(ctx.now.getTime() - days * DAY_MS);
  const present = (await policyInForce()).policy;
  const counts = await countOffers(since);
  const rateOf = (storeId: string): number => {
    const count = counts.get(storeId);
    return count && count.offers > 0 ? count.given / count.offers : 0;
  };
  const [before, after]: [End[], End[]] = [[], []];
  for await (const assignment of eachSince(since, MOST_ORDERS)) {
    const order = replayOf(assignment);
    if (!order) continue;
    before.push(replay(order, present, rateOf));
    after.push(replay(order, policy, rateOf));
    if (before.length % AT_A_TIME === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  const changed = before.filter((end, i) => end.locationId !== after[i]?.locationId).length;
  const summaries = { before: summarize(before), after: summarize(after) };
  return { orders: before.length, changed, ...summaries, notes: notesOf(policy, present, before.length) };
}

type Policy = Parsed<WhatIf>['policy'];

function notesOf(policy: Policy, present: Policy, orders: number): string[] {
  const recorded = Math.max(present.radiusMetres, present.lookMetres);
  return [
    '按下单当时记录的门店、库存、营业与备货位重算；未发生过的拒单按门店这些天的拒单率估计',
    ...(policy.radiusMetres > recorded
      ? [`当时只记录了 ${radiusText(recorded)}内的门店，更远的门店未参与比较`]
      : []),
    ...(orders === MOST_ORDERS ? [`只比较了这些天最早的 ${MOST_ORDERS} 单`] : []),
  ];
}
