import type { Actor, Ctx } from '../../kernel/context';
import { newId } from '../../kernel/ids';
import { findAuditOf, insertAudit } from './audit.model';
import type { AuditRow } from './audit.model';

export type AuditEntry = {
  /** `noun.verb`, or the endpoint's name. */
  action: string;
  /** The id of what was changed or revealed; never a name or a number of a person. */
  subject: string;
  storeId?: string;
  /** Why; never a name or a number of a person. */
  note?: string;
};

function nameOf(actor: Actor): string {
  if (actor.kind === 'staff') return actor.id;
  return actor.kind === 'system' ? `system:${actor.job}` : actor.kind;
}

/** Every staff action that changes or reveals something leaves one row. Joins the caller's transaction. */
export const recordAudit = (ctx: Ctx, entry: AuditEntry): Promise<void> =>
  insertAudit({
    _id: newId(),
    at: ctx.now,
    by: nameOf(ctx.actor),
    action: entry.action,
    subject: entry.subject,
    storeId: entry.storeId ?? null,
    note: entry.note ?? null,
    traceId: ctx.traceId,
  });

/** What staff did to one subject, newest first. */
export const listAudit = (_ctx: Ctx, subject: string): Promise<AuditRow[]> => findAuditOf(subject);
