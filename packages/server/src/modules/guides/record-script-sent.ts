import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import * as audience from '../audience';
import { requireOwnContact } from './require-contact';
import { insertSent } from './sent-script.model';

type Record = Contracts['guides.recordScriptSent'];

/** Notes what was said, so that it is not suggested again for three days and shows on the timeline. */
export async function recordScriptSent(ctx: Ctx, input: Parsed<Record>): Promise<Answer<Record>> {
  const { guide, contact } = await requireOwnContact(ctx, input.externalUserid);
  const { requestId, externalUserid, scriptId, text } = input;
  const id = `${guide.userid}/${requestId}`;
  await insertSent({ _id: id, userid: guide.userid, externalUserid, scriptId, text, at: ctx.now });
  await audience.recordTouch(ctx, {
    customerId: contact.customer.customerId,
    origin: contact.origin,
    kind: 'script',
    title: `${guide.name} 发送了话术`,
    text,
    ref: `script/${id}`,
  });
  return { recorded: true };
}
