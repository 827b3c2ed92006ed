import type { Ctx } from '../ctx';
import type { Delivery, DeliveryMode } from '../delivery/types';
import type { Call } from '../http/post';

/** A message of the mini-program or the official account to the developer's server. */
export function buildPush(_ctx: Ctx, delivery: Delivery, _mode: DeliveryMode): Call {
  return {
    method: 'POST',
    url: delivery.url,
    headers: { 'content-type': 'text/xml' },
    body: delivery.message,
  };
}
