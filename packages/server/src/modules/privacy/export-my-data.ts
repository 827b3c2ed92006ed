import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import type { Section } from '../../kernel/personal-data';
import { beginTry } from '../../kernel/tries';
import * as aftersale from '../aftersale';
import * as audience from '../audience';
import * as bookings from '../bookings';
import * as channels from '../channels';
import * as coupons from '../coupons';
import * as guides from '../guides';
import * as identity from '../identity';
import * as invoices from '../invoices';
import * as messages from '../messages';
import * as orders from '../orders';
import * as pickup from '../pickup';
import * as routing from '../routing';
import * as staff from '../staff';
import { readPlace, writePlace } from './export-cursor.rules';
import type { ExportPlace } from './export-cursor.rules';
import { consentSections } from './list-consents';

type Export = Contracts['privacy.exportMyData'];
type Shown = Answer<Export>['sections'][number];

const ROWS_A_PAGE = 200;

/**
 * All that is held about the member who asks (PIPL art. 45): readable by programs, headed in Chinese, in pages. Own identifiers are
 * whole; other people are not in it: colleagues are roles, a receiver with another number is masked, friends with a pass are not known.
 * Begun five times in ten minutes at the most, and audited. Refuses: TOO_MANY_REQUESTS, INVALID_INPUT (a cursor we did not write).
 */
export async function exportMyData(ctx: Ctx, { cursor }: Parsed<Export>): Promise<Answer<Export>> {
  const { customerId } = await identity.requireMemberId(ctx);
  const sections = await sectionsOf(ctx, customerId);
  const from = readPlace(cursor, sections.length);
  if (!from) throw new AppError('INVALID_INPUT', { problem: 'cursor' });
  if (cursor === undefined) await begin(ctx, customerId);
  const { page, next } = await readPage(sections, from);
  return {
    format: 'omni-personal-data/1',
    exportedAt: ctx.now.toISOString(),
    sections: page,
    nextCursor: next && writePlace(next),
  };
}

async function begin(ctx: Ctx, customerId: string): Promise<void> {
  try {
    await beginTry(ctx, `export:${customerId}`);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError('TOO_MANY_REQUESTS');
  }
  await staff.recordAudit(ctx, { action: 'privacy.exportMyData', subject: customerId });
}

async function sectionsOf(ctx: Ctx, customerId: string): Promise<Section[]> {
  const person = await identity.personOf(ctx, customerId);
  if (!person) throw new AppError('LOGIN_REQUIRED');
  const subjects = [...person.customerIds, ...identity.valuesOf(person, 'external_userid')];
  return [
    ...identity.exportOf(ctx, customerId),
    ...consentSections(ctx, customerId),
    ...orders.exportOf(ctx, customerId),
    { name: 'fulfilments', title: '订单由哪里履约', rows: () => fulfilments(ctx, customerId) },
    ...pickup.exportOf(ctx, customerId),
    ...channels.exportOf(ctx, customerId),
    ...aftersale.exportOf(ctx, customerId),
    ...bookings.exportOf(ctx, customerId),
    ...coupons.exportOf(ctx, customerId),
    ...invoices.exportOf(ctx, customerId),
    ...messages.exportOf(ctx, customerId),
    ...audience.exportOf(ctx, customerId),
    ...guides.exportOf(ctx, customerId),
    ...staff.exportOf(ctx, subjects),
  ];
}

async function* fulfilments(ctx: Ctx, customerId: string): AsyncGenerator<Record<string, unknown>> {
  for await (const orderId of orders.orderIdsOf(ctx, customerId)) yield* routing.exportOf(ctx, orderId);
}

type Page = { page: Shown[]; next: ExportPlace | null };

/** A page ends where it is full, or with the last part; an empty part is shown empty, so that nobody wonders where it is. */
async function readPage(sections: readonly Section[], from: ExportPlace): Promise<Page> {
  const page: Shown[] = [];
  let room = ROWS_A_PAGE;
  for (let i = from.section; i < sections.length; i += 1) {
    const { name, title, rows } = sections[i] as Section;
    const offset = i === from.section ? from.offset : 0;
    if (room === 0) return { page, next: { section: i, offset } };
    const { items, hasMore } = await readRows(rows(), offset, room);
    page.push({ name, title, items });
    room -= items.length;
    if (hasMore) return { page, next: { section: i, offset: offset + items.length } };
  }
  return { page, next: null };
}

async function readRows(
  rows: AsyncIterable<Record<string, unknown>>,
  offset: number,
  most: number,
): Promise<{ items: Record<string, unknown>[]; hasMore: boolean }> {
  const items: Record<string, unknown>[] = [];
  let at = 0;
  for await (const row of rows) {
    at += 1;
    if (at <= offset) continue;
    if (items.length === most) return { items, hasMore: true };
    items.push(row);
  }
  return { items, hasMore: false };
}
