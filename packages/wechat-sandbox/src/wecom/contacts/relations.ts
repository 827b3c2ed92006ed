import type { Ctx } from '../../ctx';
import type { Shopper, StaffMember } from '../../world';
import { externalUserid } from '../../world';
import { queueEvent } from '../callbacks';
import { forgetTalk, lastTalk, recordMessage } from '../chat';
import { findFollow } from '../customers';
import { settingsOf } from '../members';
import type { WelcomeCode } from '../messaging/types';
import { newFollow } from './types';
import type { Follow } from './types';

const WELCOME_CODE_LIVES_MS = 20 * 1000;
const KEPT_CODES = 1000;
const KEPT_REQUESTS = 500;
const BY_QR_CODE = 1;

export type Pair = { member: StaffMember; shopper: Shopper };
/** How two people meet. `operUserid` is who made the first step: the customer when absent. */
export type Meeting = Pair & { state?: string | undefined; addWay?: number; operUserid?: string };
export type Met = { external_userid: string; welcome_code?: string };

/**
 * Member and customer have each other from now on, and the app is told, with a code for one welcome message unless the documents say
 * there is none. Two who have each other already are taken to have found each other anew.
 */
export function addCustomer(ctx: Ctx, meeting: Meeting): Met {
  const { member, shopper } = meeting;
  const follow = findFollow(ctx, member.userid, shopper.id) ?? befriend(ctx, meeting);
  const wasHalf = follow.half === true;
  delete follow.half;
  if (!wasHalf && meeting.state !== undefined) follow.state = meeting.state;
  forgetRequests(ctx, meeting);
  const code = wasHalf && follow.welcomed ? undefined : newWelcomeCode(ctx, follow, meeting);
  const state = meeting.state ?? follow.state;
  return announce(ctx, { changeType: 'add_external_contact', meeting: { ...meeting, state }, code });
}

/** The customer has the member without being asked, by a contact way with skip_verify; the member has not confirmed yet. */
export function halfAdd(ctx: Ctx, meeting: Meeting): Met {
  const follow = befriend(ctx, meeting);
  follow.half = true;
  const code = newWelcomeCode(ctx, follow, meeting);
  return announce(ctx, { changeType: 'add_half_external_contact', meeting, code });
}

/** The customer waits for the member to accept; the app is told nothing yet. */
export function askToAdd(ctx: Ctx, { member, shopper, state }: Meeting): void {
  const { wecom } = ctx.state;
  const request = {
    userid: member.userid,
    shopperId: shopper.id,
    at: ctx.clock.now(),
    ...(state === undefined ? {} : { state }),
  };
  forgetRequests(ctx, { member, shopper });
  wecom.contactRequests = [...wecom.contactRequests, request].slice(-KEPT_REQUESTS);
}

/** The member accepts a request or confirms a customer who came without one; undefined when there is neither. */
export function confirmCustomer(ctx: Ctx, pair: Pair): Met | undefined {
  const { member, shopper } = pair;
  const half = findFollow(ctx, member.userid, shopper.id)?.half;
  const request = ctx.state.wecom.contactRequests.find(
    (candidate) => candidate.userid === member.userid && candidate.shopperId === shopper.id,
  );
  if (!half && !request) return undefined;
  return addCustomer(ctx, { ...pair, state: request?.state });
}

/** The customer deletes the member. */
export function dropCustomer(ctx: Ctx, pair: Pair): boolean {
  return part(ctx, pair) && tellParted(ctx, pair, { changeType: 'del_follow_user' });
}

/** The member deletes the customer, or a transfer does it in the member's place. */
export function deleteCustomer(ctx: Ctx, pair: Pair, source?: 'DELETE_BY_TRANSFER'): boolean {
  return part(ctx, pair) && tellParted(ctx, pair, { changeType: 'del_external_contact', source });
}

export function tellEdited(ctx: Ctx, follow: Follow): void {
  const shopper = ctx.world.shoppers.find(({ id }) => id === follow.shopperId);
  if (!shopper) return;
  tellContact(ctx, 'edit_external_contact', {
    UserID: follow.userid,
    ExternalUserID: externalUserid(shopper),
  });
}

export function tellContact(ctx: Ctx, changeType: string, fields: Record<string, string>): void {
  queueEvent(ctx, {
    event: 'change_external_contact',
    changeType,
    subject: fields.ExternalUserID ?? '',
    fields,
  });
}

function befriend(ctx: Ctx, meeting: Meeting): Follow {
  const { member, shopper, addWay = BY_QR_CODE, state } = meeting;
  const operUserid = meeting.operUserid ?? externalUserid(shopper);
  const made = newFollow(
    {
      userid: member.userid,
      shopperId: shopper.id,
      addWay,
      operUserid,
      ...(state === undefined ? {} : { state }),
    },
    ctx.clock.now(),
  );
  ctx.state.wecom.follows.push(made);
  return made;
}

type News = { changeType: string; meeting: Meeting; code: string | undefined };

function announce(ctx: Ctx, { changeType, meeting, code }: News): Met {
  const external = externalUserid(meeting.shopper);
  tellContact(ctx, changeType, {
    UserID: meeting.member.userid,
    ExternalUserID: external,
    ...(meeting.state === undefined ? {} : { State: meeting.state }),
    ...(code === undefined ? {} : { WelcomeCode: code }),
  });
  return { external_userid: external, ...(code === undefined ? {} : { welcome_code: code }) };
}

/**
 * None when the contact uses WeCom (the name card goes out by itself), when the two have begun to chat, and when the console welcomes
 * in the member's name. (The third case, a welcome that went out before the member confirmed, is in addCustomer.)
 */
function newWelcomeCode(ctx: Ctx, follow: Follow, { member, shopper }: Pair): string | undefined {
  const { wecom } = ctx.state;
  const now = ctx.clock.now();
  if (shopper.wecomUser || lastTalk(ctx, member.userid, shopper.id) !== undefined) return undefined;
  const { consoleWelcome } = settingsOf(ctx, member.userid);
  if (consoleWelcome !== undefined) {
    follow.welcomed = true;
    recordMessage(ctx, {
      kind: 'welcome',
      userid: member.userid,
      externalUserid: externalUserid(shopper),
      msgtype: 'text',
      content: { text: { content: consoleWelcome } },
    });
    return undefined;
  }
  const code: WelcomeCode = {
    code: ctx.random.text(43),
    userid: member.userid,
    shopperId: shopper.id,
    expiresAt: now + WELCOME_CODE_LIVES_MS,
    delivered: false,
  };
  wecom.welcomeCodes = [...wecom.welcomeCodes, code].slice(-KEPT_CODES);
  return code.code;
}

/** Ends the relation, and what was said: who meets again begins anew. */
function part(ctx: Ctx, { member, shopper }: Pair): boolean {
  const { wecom } = ctx.state;
  const follow = findFollow(ctx, member.userid, shopper.id);
  if (!follow) return false;
  wecom.follows = wecom.follows.filter((candidate) => candidate !== follow);
  wecom.welcomeCodes = wecom.welcomeCodes.filter(
    (code) => code.userid !== member.userid || code.shopperId !== shopper.id,
  );
  forgetTalk(ctx, member.userid, shopper.id);
  return true;
}

type Parting = { changeType: string; source?: string | undefined };

function tellParted(ctx: Ctx, pair: Pair, { changeType, source }: Parting): true {
  tellContact(ctx, changeType, {
    UserID: pair.member.userid,
    ExternalUserID: externalUserid(pair.shopper),
    ...(source === undefined ? {} : { Source: source }),
  });
  return true;
}

function forgetRequests(ctx: Ctx, { member, shopper }: Pair): void {
  const { wecom } = ctx.state;
  wecom.contactRequests = wecom.contactRequests.filter(
    (request) => request.userid !== member.userid || request.shopperId !== shopper.id,
  );
}
