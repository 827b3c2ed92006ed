import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { cutPage, readCursor } from '../../kernel/paging';
import type { Section } from '../../kernel/personal-data';
import * as identity from '../identity';
import type { ConsentRow } from '../identity';
import { channelText, purposeText, wordingText } from './consent-words.rules';

type List = Contracts['privacy.listConsents'];

const present = (row: ConsentRow): Answer<List>['items'][number] => ({
  purpose: row.purpose,
  purposeText: purposeText(row.purpose),
  granted: row.granted,
  wording: { version: row.textVersion, text: wordingText(row.textVersion, row.purpose) },
  channel: row.channel,
  channelText: channelText(row.channel),
  at: row.at.toISOString(),
});

/** Newest first. Refuses: INVALID_INPUT for a cursor we did not write. */
export async function listConsents(ctx: Ctx, input: Parsed<List>): Promise<Answer<List>> {
  const { customerId } = await identity.requireMemberId(ctx);
  const after = readCursor(input.cursor);
  const words = (await identity.listConsents(ctx, customerId)).reverse();
  const rest = after ? words.filter(isAfter(after)) : words;
  const { page, nextCursor } = cutPage(rest, input.limit, ({ at, _id }) => ({ at, id: _id }));
  return { items: page.map(present), nextCursor };
}

const isAfter =
  (place: { at: Date; id: string }) =>
  ({ at, _id }: ConsentRow): boolean =>
    at < place.at || (at.getTime() === place.at.getTime() && _id < place.id);

export const consentSections = (ctx: Ctx, customerId: string): Section[] => [
  { name: 'consents', title: '授权与撤回记录', rows: () => rows(ctx, customerId) },
];

async function* rows(ctx: Ctx, customerId: string): AsyncGenerator<Record<string, unknown>> {
  for (const row of await identity.listConsents(ctx, customerId)) yield present(row);
}
