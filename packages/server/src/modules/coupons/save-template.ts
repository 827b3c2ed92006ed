import type { Ctx } from '../../kernel/context';
import { putTemplate } from './template.model';
import { CouponTemplate } from './terms.rules';

/** Creates a template or changes its terms; coupons already claimed keep theirs. Throws on terms that make no sense. */
export async function saveTemplate(_ctx: Ctx, template: CouponTemplate): Promise<void> {
  const { templateId, ...terms } = CouponTemplate.parse(template);
  await putTemplate(templateId, terms);
}
