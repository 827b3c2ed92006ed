import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import * as catalog from '../catalog';
import * as staff from '../staff';
import { findSpent } from './budget.model';
import { requireTemplate } from './claim-coupon';
import { presentTemplate } from './present';
import { findAllTemplates, findOpenTemplates, putTemplate } from './template.model';
import { CouponTemplate } from './terms.rules';
import type { Template } from './terms.rules';

type Save = Contracts['coupons.saveTemplate'];
type List = Contracts['coupons.listTemplates'];

/** Creates a template or changes its terms; coupons already claimed keep theirs. Throws on terms that make no sense. */
export async function saveTemplate(_ctx: Ctx, template: CouponTemplate): Promise<void> {
  const { templateId, ...terms } = CouponTemplate.parse(template);
  await putTemplate(templateId, terms);
}

const planning = (member: staff.StaffMember): boolean =>
  member.role === 'marketer' || member.role === 'operator';

/** For marketers and operators. Refuses: FORBIDDEN, NOT_FOUND with `skuId` (goods to give that do not exist). */
export async function saveByStaff(ctx: Ctx, input: Parsed<Save>): Promise<Answer<Save>> {
  if (!planning(await staff.requireStaff(ctx))) throw new AppError('FORBIDDEN');
  await requireGoods(ctx, input);
  const { claimFrom, claimUntil, validity, ...terms } = input;
  await saveTemplate(ctx, {
    ...terms,
    claimFrom: new Date(claimFrom),
    claimUntil: new Date(claimUntil),
    validity:
      validity.type === 'between'
        ? { type: 'between', from: new Date(validity.from), until: new Date(validity.until) }
        : validity,
  });
  await staff.recordAudit(ctx, { action: 'coupons.saveTemplate', subject: input.templateId });
  const [view] = await present([await requireTemplate(input.templateId)]);
  if (!view) throw new AppError('NOT_FOUND');
  return view;
}

async function requireGoods(ctx: Ctx, { kind }: Parsed<Save>): Promise<void> {
  const skuIds = kind.type === 'sample' ? [kind.skuId] : kind.type === 'exchange' ? kind.skuIds : [];
  const known = await catalog.findSkus(ctx, skuIds);
  const unknown = skuIds.find((skuId) => !known.has(skuId));
  if (unknown !== undefined) throw new AppError('NOT_FOUND', { skuId: unknown });
}

/** All for marketers and operators, with their figures; for others those that can be given now. */
export async function listTemplates(ctx: Ctx): Promise<Answer<List>> {
  const all = planning(await staff.requireStaff(ctx));
  const templates = all
    ? await findAllTemplates()
    : (await findOpenTemplates(ctx.now)).filter((template) => template.claimFrom <= ctx.now);
  return { templates: await present(templates) };
}

async function present(templates: Template[]): Promise<Answer<List>['templates']> {
  const campaigns = [...new Set(templates.flatMap(({ budget }) => (budget ? [budget.campaign] : [])))];
  const spent = campaigns.length === 0 ? new Map<string, number>() : await findSpent(campaigns);
  return templates.map((template) =>
    presentTemplate(template, template.budget && (spent.get(template.budget.campaign) ?? 0)),
  );
}
