import type { Ctx } from '../ctx';
import { queuePush } from '../push/push';
import { openCode, openLink } from '../miniprogram/open-link';
import type { Opened } from '../miniprogram/open-link';
import { touch } from '../weixin/service-messages';
import type { Shopper } from '../world';
import { livingQrCode } from './qrcode';
import type { Follower, QrCode, SubscribeScene } from './state';
import { isFollowing } from './users';

type OfficialEvent = { Event: string } & Record<string, string | number>;

/** Somebody follows the account, perhaps through a QR code. Does nothing for who follows already. */
export function follow(
  ctx: Ctx,
  shopper: Shopper,
  through: { scene?: SubscribeScene | undefined; qrCode?: QrCode } = {},
): boolean {
  if (isFollowing(ctx, shopper.id)) return false;
  const { official } = ctx.state;
  const { qrCode, scene = qrCode ? 'ADD_SCENE_QR_CODE' : 'ADD_SCENE_SEARCH' } = through;
  // The order of following is the order of the record.
  delete official.followers[shopper.id];
  official.followers[shopper.id] = newFollower(ctx, shopper.id, { scene, qrCode });
  touch(ctx, 'official', shopper);
  tellEvent(ctx, shopper, {
    Event: 'subscribe',
    EventKey: qrCode ? `qrscene_${qrCode.scene}` : '',
    ...(qrCode ? { Ticket: qrCode.ticket } : {}),
  });
  return true;
}

/** Remark and tags are gone with it; the unionid stays what it is. */
export function unfollow(ctx: Ctx, shopper: Shopper): boolean {
  const follower = ctx.state.official.followers[shopper.id];
  if (!follower?.following) return false;
  Object.assign(follower, { following: false, remark: '', tagIds: [], qrScene: 0, qrSceneStr: '' });
  delete ctx.state.official.contacts[shopper.officialOpenid];
  tellEvent(ctx, shopper, { Event: 'unsubscribe', EventKey: '' });
  return true;
}

/**
 * A person points the phone at something: a mini-program code, a QR code of the official account (its text or its ticket; who does
 * not follow yet follows by it), a link, or any other text.
 */
export function scan(ctx: Ctx, shopper: Shopper, text: string): Opened {
  const ofMiniProgram = openCode(ctx, shopper, text);
  if (ofMiniProgram) return ofMiniProgram;
  const qrCode = livingQrCode(ctx, (code) => code.url === text || code.ticket === text);
  if (qrCode) return scanQrCode(ctx, shopper, qrCode);
  if (text.startsWith('http://weixin.qq.com/q/')) return { opened: false, why: '二维码不存在或已过期' };
  const isLink = ctx.state.mini.links.some(({ url }) => text.startsWith(url));
  return isLink ? openLink(ctx, shopper, text) : { opened: 'text', text };
}

function scanQrCode(ctx: Ctx, shopper: Shopper, qrCode: QrCode): Opened {
  if (follow(ctx, shopper, { qrCode }))
    return { opened: 'official-account', event: 'subscribe', eventKey: `qrscene_${qrCode.scene}` };
  touch(ctx, 'official', shopper);
  const eventKey = String(qrCode.scene);
  tellEvent(ctx, shopper, { Event: 'SCAN', EventKey: eventKey, Ticket: qrCode.ticket });
  return { opened: 'official-account', event: 'SCAN', eventKey };
}

/** An event of this person's doing. */
export function tellEvent(ctx: Ctx, shopper: Shopper, event: OfficialEvent): void {
  queuePush(ctx, 'official', {
    from: shopper.officialOpenid,
    summary: event.Event,
    fields: { MsgType: 'event', ...event },
  });
}

function newFollower(
  ctx: Ctx,
  shopperId: string,
  { scene, qrCode }: { scene: SubscribeScene; qrCode: QrCode | undefined },
): Follower {
  return {
    shopperId,
    following: true,
    since: ctx.clock.now(),
    scene,
    qrScene: typeof qrCode?.scene === 'number' ? qrCode.scene : 0,
    qrSceneStr: typeof qrCode?.scene === 'string' ? qrCode.scene : '',
    remark: '',
    tagIds: [],
    blocksTemplates: false,
  };
}
