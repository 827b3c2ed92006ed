import { call } from '../api/client';
import { serverNowMs } from '../api/clock';
import { useAction, useSecondsLeft } from '../api/hooks';
import { createState, useShared } from '../api/state';
import type { PickupShare } from '../api/views';
import { toast } from '../platform/feedback';
import type { ShareCard } from '../platform/lifecycle';
import { address } from '../platform/navigate';
import { liveShare, withShare } from './held-shares.rules';
import type { HeldShares } from './held-shares.rules';

const shares = createState<HeldShares>({}, 'pickup-shares');

const keep = (orderId: string, share: PickupShare | null) =>
  shares.set(withShare(shares.get(), { orderId, share }, serverNowMs()));

/** The friend's code of an order: the one in use, how to get one, how to take it back. */
export function useFriendCode(orderId: string) {
  const held = useShared(shares)[orderId];
  const left = useSecondsLeft(held?.expiresAt ?? null);
  const creating = useAction(async () => {
    const result = await call('pickup.shareCode', { orderId });
    if (result.ok) keep(orderId, result.data);
    else toast(result.message);
  });
  const revoking = useAction(async () => {
    const result = await call('pickup.revokeShare', { orderId });
    if (!result.ok) return toast(result.message);
    keep(orderId, null);
    toast(result.data.revoked ? '代取码已收回' : '没有在用的代取码');
  });
  return { share: held !== undefined && left !== 0 ? held : null, creating, revoking };
}

export type FriendCode = ReturnType<typeof useFriendCode>;

/** What WeChat sends: the friend's page by our own button. Its menu must not give the code away, so it sends the shop. */
export function shareCardOf(orderId: string, from: 'button' | 'menu'): ShareCard {
  const share = from === 'button' ? liveShare(shares.get(), orderId, serverNowMs()) : null;
  return share === null
    ? { title: '森屿 SENYU', path: '/pages/home/index' }
    : { title: '请帮我到店取一下，打开就是取货码', path: address('pickupShare', { token: share.token }) };
}
