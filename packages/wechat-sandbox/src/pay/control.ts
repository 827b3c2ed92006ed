import { z } from 'zod';
import { ControlError, controlBody } from '../control/read';
import type { Ctx } from '../ctx';
import { json } from '../http/message';
import type { Route } from '../http/router';
import { finishRefund } from './refunds';

const finishSchema = z.strictObject({ status: z.enum(['SUCCESS', 'ABNORMAL', 'CLOSED']) });

export function payControlRoutes(ctx: Ctx): Route[] {
  return [
    {
      method: 'POST',
      pattern: '/control/refunds/:no/finish',
      handle: (request) => {
        const refund = ctx.state.pay.refunds[request.params.no ?? ''];
        if (!refund) throw new ControlError(404, 'no such refund');
        finishRefund(ctx, refund, controlBody(request, finishSchema).status);
        return json({ status: refund.status });
      },
    },
  ];
}
