import { createState, useShared } from '../api/state';
import { askPickupReadyNotice } from '../platform/wechat';

/** Orders for which the shopper said yes to a message when the goods are ready: one yes is one message. */
const accepted = createState<readonly string[]>([]);

export const useNoticeAccepted = (orderId: string): boolean => useShared(accepted).includes(orderId);

export async function askNotice(orderId: string): Promise<boolean> {
  const yes = await askPickupReadyNotice();
  if (yes) accepted.set([...accepted.get(), orderId]);
  return yes;
}
