import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import * as audience from '../audience';
import * as catalog from '../catalog';
import { requireOwnContact } from './require-contact';

type List = Contracts['guides.listTimeline'];

/** What happened with this customer, newest first; browsing only while they agree to profiling. Refuses: NOT_FOUND for somebody else's contact, INVALID_INPUT for a foreign cursor. */
export async function listTimeline(ctx: Ctx, input: Parsed<List>): Promise<Answer<List>> {
  const { contact } = await requireOwnContact(ctx, input.externalUserid);
  const { customerId, consents } = contact.customer;
  const page = await audience.listTouches(ctx, customerId, { ...input, withBrowsing: consents.profiling });
  const productIds = page.items.flatMap((touch) => touch.productId ?? []);
  const products = await catalog.findProducts(ctx, [...new Set(productIds)]);
  const imageOf = (productId: string | null): string | null => {
    const product = products.find((candidate) => candidate.productId === productId);
    return product ? catalog.presentCard(product).imageUrl : null;
  };
  return {
    items: page.items.map(({ at, kind, title, text, productId }) => ({
      at: at.toISOString(),
      kind,
      title,
      text,
      imageUrl: imageOf(productId),
    })),
    nextCursor: page.nextCursor,
  };
}
