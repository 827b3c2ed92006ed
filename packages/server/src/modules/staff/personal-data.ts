import type { Ctx } from '../../kernel/context';
import { AT_ONCE, effect } from '../../kernel/personal-data';
import type { Effect, Leaving, Section } from '../../kernel/personal-data';
import { eachAuditOf, forgetReasons, renameSubjects } from './audit.model';
import type { AuditRow } from './audit.model';
import { findStaff } from './require-staff';
import { roleText } from './staff.rules';

/** What staff looked at and changed under these ids. Who it was is told as a role: colleagues are other persons. */
export const exportOf = (ctx: Ctx, subjects: string[]): Section[] => [
  { name: 'staffAccess', title: '员工查看与操作记录', rows: () => rows(ctx, subjects) },
];

async function* rows(ctx: Ctx, subjects: string[]): AsyncGenerator<Record<string, unknown>> {
  const roles = new Map<string, string>();
  for await (const row of eachAuditOf(subjects)) {
    const by = roles.get(row.by) ?? (await roleOf(ctx, row));
    roles.set(row.by, by);
    yield { at: row.at, action: row.action, by, storeId: row.storeId, reason: row.note };
  }
}

async function roleOf(ctx: Ctx, { by }: AuditRow): Promise<string> {
  if (by === 'member') return '本人';
  if (by.startsWith('system:')) return '系统';
  const member = await findStaff(ctx, by);
  return member ? roleText[member.role] : '员工';
}

/** That staff looked stays in the log, as what staff did; at whom does not. */
export async function eraseOf(_ctx: Ctx, leaving: Leaving): Promise<Effect[]> {
  const { as, before, decisionIds } = leaving;
  const subjects = [...leaving.customerIds, ...leaving.externalUserids];
  const kept =
    (await renameSubjects({ subjects, before }, as, AT_ONCE)) +
    (await forgetReasons({ subjects: decisionIds, before }, AT_ONCE));
  return effect('audit_log', { kept });
}
