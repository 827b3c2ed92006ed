import { z } from 'zod';
import type { Ctx } from '../../ctx';
import { reply } from '../../http/message';
import type { Incoming, Outgoing } from '../../http/message';
import { qrPicture } from '../../http/qr-picture';
import type { Shopper, StaffMember } from '../../world';
import { externalUserid } from '../../world';
import { ok, readBody } from '../api';
import { recordMessage } from '../chat';
import { addCustomer, askToAdd, confirmCustomer, halfAdd } from '../contacts/relations';
import { findFollow, notFollowed, requireContact } from '../customers';
import { requireEmployee } from '../members';
import { membersOfWay } from './contact-ways';
import type { ContactWay, JoinWay, TempChat } from './types';

const KEPT_CHATS = 500;
const closeSchema = z.object({ userid: z.string(), external_userid: z.string() });

/** `known`: they had each other before; `half` and `pending` wait for the member; `temp` is a chat without a friendship. */
export type Scanned = {
  status: 'added' | 'half' | 'pending' | 'known' | 'temp';
  userid: string;
  external_userid: string;
  welcome_code?: string;
};

/** Finds what was scanned by its config_id, by the text in the QR code, or by the address of its picture. */
export function scannedWay(
  ctx: Ctx,
  what: { configId?: string | undefined; qrCode?: string | undefined },
): ContactWay | JoinWay | undefined {
  const { contactWays, joinWays } = ctx.state.wecom;
  const { configId, qrCode } = what;
  const qrId = qrCode
    ?.split('/')
    .at(-1)
    ?.replace(/\.png$/, '');
  const fits = (way: ContactWay | JoinWay): boolean => way.configId === configId || way.qrId === qrId;
  return contactWays.find(fits) ?? joinWays.find(fits);
}

/**
 * A shopper scans a contact way. With skip_verify they have the member at once, who confirms unless `confirm` is false; without it the
 * member accepts or not. Answers a sentence when nothing comes of it.
 */
export function scanContactWay(
  ctx: Ctx,
  way: ContactWay,
  scan: { shopper: Shopper; confirm: boolean },
): Scanned | string {
  const { shopper, confirm } = scan;
  const expiresAt = way.createdAt + (way.expiresIn ?? 0) * 1000;
  if (way.isTemp && ctx.clock.now() >= expiresAt) return 'the contact way is over';
  if (way.unionid && way.unionid !== shopper.unionid) return 'the contact way is for somebody else';
  const member = nextMember(ctx, way, shopper);
  if (!member) return 'none of the members can be given a customer';
  const who = { userid: member.userid, external_userid: externalUserid(shopper) };
  if (way.isTemp) return openTempChat(ctx, way, { member, shopper });
  if (findFollow(ctx, member.userid, shopper.id)) return { status: 'known', ...who };
  const meeting = { member, shopper, ...(way.state === '' ? {} : { state: way.state }) };
  if (!way.skipVerify) {
    if (confirm) return { status: 'added', ...who, ...addCustomer(ctx, meeting) };
    askToAdd(ctx, meeting);
    return { status: 'pending', ...who };
  }
  const half = halfAdd(ctx, meeting);
  const met = confirm ? confirmCustomer(ctx, { member, shopper }) : undefined;
  return met ? { status: 'added', ...who, ...half, ...met } : { status: 'half', ...who, ...half };
}

/** The chat ends, with the farewell of the contact way. Refuses: 60111, 40096, 84061 when there is no such chat. */
export function closeTempChat(ctx: Ctx, request: Incoming): Outgoing {
  const body = readBody(request, closeSchema);
  const { userid } = requireEmployee(ctx, body.userid);
  const shopper = requireContact(ctx, body.external_userid);
  const { wecom } = ctx.state;
  const now = ctx.clock.now();
  const chat = wecom.tempChats.find(
    (one) => one.userid === userid && one.shopperId === shopper.id && now < one.expiresAt,
  );
  if (!chat) throw notFollowed();
  wecom.tempChats = wecom.tempChats.filter((one) => one !== chat);
  const way = wecom.contactWays.find(({ configId }) => configId === chat.configId);
  for (const [msgtype, content] of Object.entries(way?.conclusions ?? {})) {
    recordMessage(ctx, { kind: 'chat', userid, externalUserid: body.external_userid, msgtype, content });
  }
  return ok();
}

/** The picture of a code. WeCom's own leads to a page of WeChat; this one carries an address that the control API understands. */
export async function qrImage(ctx: Ctx, file: string): Promise<Outgoing> {
  const [qrId = ''] = file.split('.png');
  const text = `https://work.weixin.qq.com/ca/${qrId}`;
  const isMember = ctx.world.staff.some(({ userid }) => qrId === `member-${userid}`);
  if (!isMember && !scannedWay(ctx, { qrCode: text })) {
    return reply(404, 'text/plain; charset=utf-8', 'no such code');
  }
  return qrPicture(text);
}

/** An exclusive way leads to the member somebody has already; otherwise the members take turns. */
function nextMember(ctx: Ctx, way: ContactWay, shopper: Shopper): StaffMember | undefined {
  const members = membersOfWay(ctx, way);
  if (members.length === 0) return undefined;
  const own = way.isExclusive && members.find(({ userid }) => findFollow(ctx, userid, shopper.id));
  if (own) return own;
  const member = members[way.turn % members.length];
  way.turn += 1;
  return member;
}

function openTempChat(ctx: Ctx, way: ContactWay, pair: { member: StaffMember; shopper: Shopper }): Scanned {
  const { wecom } = ctx.state;
  const now = ctx.clock.now();
  const chat: TempChat = {
    userid: pair.member.userid,
    shopperId: pair.shopper.id,
    configId: way.configId,
    startedAt: now,
    expiresAt: now + (way.chatExpiresIn ?? 0) * 1000,
  };
  const others = wecom.tempChats.filter(
    (one) => now < one.expiresAt && (one.userid !== chat.userid || one.shopperId !== chat.shopperId),
  );
  wecom.tempChats = [...others, chat].slice(-KEPT_CHATS);
  return { status: 'temp', userid: chat.userid, external_userid: externalUserid(pair.shopper) };
}
