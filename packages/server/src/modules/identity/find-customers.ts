import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { cutPage, readCursor } from '../../kernel/paging';
import * as staff from '../staff';
import { findByMemberNo } from './customer.model';
import type { EvidenceType } from './evidence.rules';
import { resolveCustomerId } from './find-customer';
import { findIdentifiers, keyOf, listShared } from './identifier.model';
import type { IdentifierRow } from './identifier.model';
import { typedPhone } from './phone.rules';
import { partyOf, presentIdentifier } from './present-graph';
import type { Party } from './present-graph';
import { requireOperator } from './require-operator';
import { sightingsShowing } from './sighting.model';

type Find = Contracts['identity.findCustomers'];
type ListShared = Contracts['identity.listQuarantined'];

const MOST_FOUND = 20;
const PAGE = 20;
/** Kinds of identifiers people type as they are. */
const TYPED: readonly EvidenceType[] = [
  'unionid',
  'mp_openid',
  'oa_openid',
  'external_userid',
  'member_no',
  'pos_card',
  'channel_buyer',
];

function keysOf(query: string): string[] {
  const keys = TYPED.map((type) => keyOf({ type, value: query }));
  const phone = typedPhone(query);
  if (phone !== null) keys.push(keyOf({ type: 'phone', value: phone }));
  if (query.includes('@')) keys.push(keyOf({ type: 'email', value: query.toLowerCase() }));
  return keys;
}

/** Whole identifiers only: nobody is found by a part of their number. Also by those nobody owns. Refuses: FORBIDDEN. */
export async function findCustomers(ctx: Ctx, { query }: Parsed<Find>): Promise<Answer<Find>> {
  await requireOperator(ctx);
  await staff.recordAudit(ctx, { action: 'identity.findCustomers', subject: 'query' });
  const rows = await findIdentifiers(keysOf(query));
  const showing = rows.length > 0 ? await sightingsShowing(rows.map(({ _id }) => _id)) : [];
  const ids = new Set([
    ...rows.flatMap(({ customerId }) => customerId ?? []),
    ...showing.map(({ customerId }) => customerId),
  ]);
  const byNumber = await findByMemberNo(query);
  if (byNumber) ids.add(await resolveCustomerId(ctx, byNumber._id));
  return { customers: await partiesOf([...ids]) };
}

async function partiesOf(customerIds: string[]): Promise<Party[]> {
  const parties: Party[] = [];
  for (const id of customerIds.slice(0, MOST_FOUND)) {
    const party = await partyOf(id);
    if (party) parties.push(party);
  }
  return parties;
}

/** Refuses: FORBIDDEN, INVALID_INPUT (a cursor we did not write). */
export async function listQuarantined(ctx: Ctx, { cursor }: Parsed<ListShared>): Promise<Answer<ListShared>> {
  await requireOperator(ctx);
  const rows = await listShared(readCursor(cursor), PAGE + 1);
  const place = ({ sharedSince, _id }: IdentifierRow) => ({ at: sharedSince as Date, id: _id });
  const { page, nextCursor } = cutPage(rows, PAGE, place);
  const items: Answer<ListShared>['items'] = [];
  for (const row of page) {
    const showing = await sightingsShowing([row._id]);
    const customerIds = [...new Set(showing.map(({ customerId }) => customerId))];
    items.push({
      ...presentIdentifier(row, row.declaredBy === null ? 'shared' : 'declared'),
      since: (row.sharedSince as Date).toISOString(),
      people: customerIds.length,
      customers: await partiesOf(customerIds.slice(0, 5)),
    });
  }
  return { items, nextCursor };
}
