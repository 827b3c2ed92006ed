import { randomInt } from 'node:crypto';
import type { Ctx } from '../../kernel/context';
import { inTransaction, isDuplicateKey } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { newId } from '../../kernel/ids';
import { publish } from '../../kernel/outbox';
import { insertCustomer, markMerged, touchCustomer } from './customer.model';
import { customerJoined, customerLinked } from './events';
import {
  deleteIdentity,
  findIdentities,
  findPhone,
  identitiesOf,
  identityId,
  insertEvidence,
  insertIdentities,
  repoint,
} from './identity.model';
import type { EvidenceRow, Identifier, IdentityRow } from './identity.model';
import { planPerson } from './person.rules';
import type { Owner, Plan } from './person.rules';

const MOST_ROUNDS = 8;

/**
 * One transaction. Who loses a race for an identifier meets the unique index and looks again, and then finds what the winner
 * made; nothing of the loser's stays behind.
 */
export async function settlingRaces<T>(work: () => Promise<T>): Promise<T> {
  for (let round = 1; ; round += 1) {
    try {
      return await inTransaction(work);
    } catch (error) {
      if (!isDuplicateKey(error) || round === MOST_ROUNDS) throw error;
    }
  }
}

const memberNumber = (): string => String(randomInt(1_000_000_000, 10_000_000_000));

/** A new customer with these identifiers and no consent to anything. */
export async function createCustomer(ctx: Ctx, identifiers: Identifier[], source: string): Promise<string> {
  const customerId = newId();
  await insertCustomer({
    _id: customerId,
    memberNo: memberNumber(),
    consents: { profiling: false, marketing: false },
    mergedInto: null,
    revision: 0,
    createdAt: ctx.now,
  });
  await attach(ctx, identifiers, { customerId, source });
  return customerId;
}

const evidence = (
  ctx: Ctx,
  row: Pick<EvidenceRow, 'kind' | 'identityId' | 'customerId' | 'source'> & { fromCustomerId?: string },
): EvidenceRow => ({ fromCustomerId: null, ...row, _id: newId(), at: ctx.now });

async function attach(
  ctx: Ctx,
  identifiers: Identifier[],
  to: { customerId: string; source: string },
): Promise<void> {
  await insertIdentities(identifiers, { ...to, linkedAt: ctx.now });
  const linked = identifiers.map((one) =>
    evidence(ctx, { kind: 'linked', identityId: identityId(one), ...to }),
  );
  await insertEvidence(linked);
  for (const identifier of identifiers) await tellLinked(ctx, to.customerId, identifier);
}

async function tellLinked(ctx: Ctx, customerId: string, { type, value }: Identifier): Promise<void> {
  if (type !== 'external_userid') return;
  await publish(ctx, customerLinked, { key: customerId, body: { customerId, externalUserid: value } });
}

/** Adds an identifier to a customer who stands for itself. */
export async function link(
  ctx: Ctx,
  identifier: Identifier,
  to: { customerId: string; source: string },
): Promise<void> {
  await requireLive(to.customerId);
  await attach(ctx, [identifier], to);
}

async function requireLive(customerId: string): Promise<void> {
  if (!(await touchCustomer(customerId))) throw new AppError('BUSY');
}

/** The phone is nobody's any more, so that its next owner can bind it. */
export async function retirePhone(ctx: Ctx, customerId: string, source: string): Promise<void> {
  const phone = await findPhone(customerId);
  if (!phone) return;
  await deleteIdentity(phone._id);
  await insertEvidence([evidence(ctx, { kind: 'retired', identityId: phone._id, customerId, source })]);
}

/** `from` turned out to be `into`: all its identifiers go there, and whoever keeps something of it is told. Consents do not carry over. */
export async function joinCustomers(
  ctx: Ctx,
  { from, into, source }: { from: string; into: string; source: string },
): Promise<void> {
  await requireLive(into);
  if (!(await markMerged(from, into))) throw new AppError('BUSY');
  if (await findPhone(into)) await retirePhone(ctx, from, source);
  for (const row of await identitiesOf(from)) await handOver(ctx, row, { to: into, kind: 'joined', source });
  await publish(ctx, customerJoined, { key: into, body: { customerId: into, fromCustomerId: from } });
}

async function handOver(
  ctx: Ctx,
  row: IdentityRow,
  change: { to: string; kind: 'joined' | 'moved'; source: string },
): Promise<void> {
  const { to: customerId, kind, source } = change;
  await repoint(row._id, customerId);
  const from = { identityId: row._id, fromCustomerId: row.customerId };
  await insertEvidence([evidence(ctx, { kind, customerId, source, ...from })]);
  await tellLinked(ctx, customerId, row);
}

export type Sighting = { unionid: string | null; other: Identifier; source: string };

export async function ownerOf(row: IdentityRow | null): Promise<Owner | null> {
  if (!row) return null;
  const types = (await identitiesOf(row.customerId)).map(({ type }) => type);
  return { customerId: row.customerId, hasUnionid: types.includes('unionid') };
}

type Looked = { plan: Plan; otherRow: IdentityRow | null };

async function look({ unionid, other }: Sighting): Promise<Looked> {
  const union: Identifier[] = unionid === null ? [] : [{ type: 'unionid', value: unionid }];
  const [otherRow = null, unionRow = null] = await findIdentities([other, ...union]);
  const plan = planPerson({
    unionid: unionid === null ? null : { owner: await ownerOf(unionRow) },
    other: { owner: await ownerOf(otherRow) },
  });
  return { plan, otherRow };
}

async function carryOut(ctx: Ctx, sighting: Sighting, seen?: Looked): Promise<string> {
  const { unionid, other, source } = sighting;
  const union: Identifier[] = unionid === null ? [] : [{ type: 'unionid', value: unionid }];
  const { plan, otherRow } = seen ?? (await look(sighting));
  switch (plan.do) {
    case 'create':
      return createCustomer(ctx, [...union, other], source);
    case 'join':
      await joinCustomers(ctx, { ...plan, source });
      return plan.into;
    case 'move': {
      const to = plan.to ?? (await createCustomer(ctx, union, source));
      await requireLive(to);
      if (otherRow) await handOver(ctx, otherRow, { to, kind: 'moved', source });
      return to;
    }
    case 'keep': {
      const missing = plan.link === 'unionid' ? union : [other];
      if (plan.link !== 'nothing') {
        for (const identifier of missing)
          await link(ctx, identifier, { customerId: plan.customerId, source });
      }
      return plan.customerId;
    }
  }
}

/** The one customer behind identifiers that a platform vouched for together; made, completed or joined as needed. */
export async function resolvePerson(ctx: Ctx, sighting: Sighting): Promise<string> {
  const seen = await look(sighting);
  if (seen.plan.do === 'keep' && seen.plan.link === 'nothing') return seen.plan.customerId;
  // Somebody new is made without a second look: whoever was faster has the identifiers, and their index says so.
  let first = seen.plan.do === 'create' ? seen : undefined;
  return settlingRaces(() => {
    const once = first;
    first = undefined;
    return carryOut(ctx, sighting, once);
  });
}
