import { now } from '../../kernel/clock';
import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { forgetDeliveries, hasOpenDeliveries } from '../../kernel/forget-deliveries';
import { log } from '../../kernel/log';
import { later } from '../../kernel/outbox';
import type { Effect } from '../../kernel/personal-data';
import * as identity from '../identity';
import type { Person } from '../identity';
import {
  changeErasure,
  closeErasure,
  countEffects,
  findErasure,
  listStalled,
  planErasure,
} from './erasure.model';
import type { ErasureRow } from './erasure.model';
import { KIND_TEXT } from './erasure.rules';
import { nameFinder } from './find-names.rules';
import { eraseJob } from './jobs';
import { insertKeeps } from './keep.model';
import { PARTS, unfinishedOf } from './parts';
import type { Part } from './parts';
import { searchDatabase } from './search-database';
import { joined, leavingOf, namesOf, openSubject, sealSubject } from './subject';

const SECOND_MS = 1000;
const DAY_MS = 24 * 3600 * SECOND_MS;
/** News that names the person is under way: usually a matter of moments. */
const QUIET_AFTER_MS = 2 * SECOND_MS;
/** Requests that began before nobody was this person any more are over by then. */
const REQUESTS_END_AFTER_MS = 5 * SECOND_MS;
const UNFINISHED_AFTER_MS = 600 * SECOND_MS;
const CHECK_AGAIN_AFTER_MS = 60 * SECOND_MS;
const INCOMPLETE_AFTER_MS = 3600 * SECOND_MS;
const QUICK_CHECKS = 3;
const STALLED_AFTER_MS = 120 * SECOND_MS;

/** When to go on; null: it is done. */
type Next = Date | null;
/** Yields after everything that was written, so that it can be seen that it may end anywhere. */
type Run = AsyncGenerator<void, Next>;

/** The job: goes on until it has to wait or is done. May run twice at once, and die anywhere. */
export async function runErasure(ctx: Ctx, body: { certificateNo: string }): Promise<void> {
  const run = erase(ctx, body.certificateNo);
  let step = await run.next();
  while (!step.done) step = await run.next();
  const at = step.value;
  if (at) await later(ctx, eraseJob, { key: body.certificateNo, body, at });
}

/** Erasures whose job was lost. */
export async function resumeErasures(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - STALLED_AFTER_MS);
  for (const { _id: certificateNo } of await listStalled(before, 20))
    await later(ctx, eraseJob, { key: certificateNo, body: { certificateNo }, at: ctx.now });
}

/**
 * Records first, then who it is, then what was under way meanwhile, then the search. Each piece is one transaction that also counts
 * what it did; whoever comes back to it finds the rest.
 */
export async function* erase(ctx: Ctx, certificateNo: string): Run {
  for (;;) {
    const row = await findErasure(certificateNo);
    if (!row || row.step === 'done') return null;
    const wait: Next = yield* STEPS[row.step](ctx, row);
    if (!wait) continue;
    await planErasure(certificateNo, wait);
    return wait;
  }
}

const STEPS: Record<Exclude<ErasureRow['step'], 'done'>, (ctx: Ctx, row: ErasureRow) => Run> = {
  prepare,
  records,
  rest,
  check,
};
const inAWhile = (ms: number): Date => new Date(now().getTime() + ms);

/** Who it is by now: more may have become known since it was asked. */
async function* prepare(ctx: Ctx, row: ErasureRow): Run {
  const known = openSubject(row);
  const person = await identity.personOf(ctx, known.customerIds[0] ?? '');
  if (!person) {
    // Erased under another number meanwhile: what is left is looked for all the same.
    await changeErasure(row, { step: 'rest', cutAt: now() });
    yield;
    return null;
  }
  await identity.endSessions(ctx, person);
  await changeErasure(row, { step: 'records', sealedSubject: sealSubject(joined(known, person)) });
  yield;
  return null;
}

/** Everything that hangs on the person, and then who they are. */
async function* records(ctx: Ctx, row: ErasureRow): Run {
  const person = openSubject(row);
  const wait = yield* everyPart(ctx, row, person);
  if (wait) return wait;
  await cut(ctx, row, person);
  yield;
  return null;
}

/**
 * From here on nobody is this person, and everything that says so is said at once. Somebody else at the same work may be faster: then
 * nothing is done twice. Something new about them may have come in: then it begins again.
 */
const cut = (ctx: Ctx, row: ErasureRow, person: Person): Promise<void> =>
  inTransaction(async () => {
    if (!(await changeErasure(row, { step: 'rest', cutAt: now() }))) return;
    const effects = await identity.erasePerson(ctx, person, row.as);
    if (effects) await note(row, effects);
    else await changeErasure({ _id: row._id, step: 'rest' }, { step: 'prepare', cutAt: null });
  });

/** What was being written when they left. Whoever came back under the same WeChat since is somebody new and keeps what is theirs. */
async function* rest(ctx: Ctx, row: ErasureRow): Run {
  const over = new Date((row.cutAt ?? now()).getTime() + REQUESTS_END_AFTER_MS);
  if (now() < over) return over;
  const person = openSubject(row);
  const wait = yield* everyPart(ctx, row, person);
  if (wait) return wait;
  await forgetDeliveries(nameFinder(namesOf(person)));
  await changeErasure(row, { step: 'check' });
  yield;
  return null;
}

/** Once nobody is this person, whoever came back with the same WeChat is somebody new, and what they write is theirs. */
async function bound(ctx: Ctx, { cutAt }: ErasureRow, person: Person): Promise<Date> {
  const returned = cutAt === null ? null : await identity.returnedAt(ctx, person);
  return returned ?? inAWhile(DAY_MS);
}

async function* everyPart(ctx: Ctx, row: ErasureRow, person: Person): Run {
  const open = await unfinishedOf(ctx, await leavingOf(row, person, await bound(ctx, row, person)));
  if (open.length > 0) {
    const waitingFor = [...new Set(open.map(({ kind }) => KIND_TEXT[kind]))];
    await changeErasure(row, { state: 'waiting', waitingFor });
    return inAWhile(UNFINISHED_AFTER_MS);
  }
  if (row.state === 'waiting') await changeErasure(row, { state: 'running', waitingFor: [] });
  if (await hasOpenDeliveries(nameFinder(namesOf(person)))) return inAWhile(QUIET_AFTER_MS);
  for (const part of PARTS) while (await onePiece(ctx, row, { person, part })) yield;
  return null;
}

/**
 * False when there was nothing left, or somebody else has led the erasure on from here. Who came back is looked up in the same
 * transaction, so that none of theirs can be taken for what was there before.
 */
const onePiece = (
  ctx: Ctx,
  row: ErasureRow,
  { person, part }: { person: Person; part: Part },
): Promise<boolean> =>
  inTransaction(async () => {
    if (!(await changeErasure(row, { nextAt: now() }))) return false;
    const effects = await part(ctx, await leavingOf(row, person, await bound(ctx, row, person)));
    await note(row, effects);
    return effects.length > 0;
  });

async function note(row: ErasureRow, effects: Effect[]): Promise<void> {
  if (effects.length === 0) return;
  await countEffects(row._id, effects);
  await insertKeeps(
    row._id,
    effects.flatMap(({ keeps }) => keeps),
  );
}

/** The proof. What it finds is gone over again, soon at first, and by then it is known to people. */
async function* check(_ctx: Ctx, row: ErasureRow): Run {
  const names = namesOf(openSubject(row));
  const tick = async (): Promise<void> => void (await changeErasure(row, { nextAt: now() }));
  const found = await searchDatabase(names, { since: row.cutAt, tick });
  const result = { at: now(), ...found, identifiers: names.length };
  if (found.found.length === 0) {
    await closeErasure(row._id, now(), result);
    yield;
    return null;
  }
  const failedChecks = row.failedChecks + 1;
  const isStubborn = failedChecks >= QUICK_CHECKS;
  if (isStubborn) log.error({ certificateNo: row._id, found: found.found }, 'erasure is incomplete');
  const state = isStubborn ? 'incomplete' : 'running';
  await changeErasure(row, { step: 'rest', check: result, failedChecks, state });
  yield;
  return inAWhile(isStubborn ? INCOMPLETE_AFTER_MS : CHECK_AGAIN_AFTER_MS);
}
