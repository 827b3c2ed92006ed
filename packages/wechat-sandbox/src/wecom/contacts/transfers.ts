import { z } from 'zod';
import type { Ctx } from '../../ctx';
import { shopperById } from '../../ctx';
import type { Incoming, Outgoing } from '../../http/message';
import { Refusal } from '../../http/refusal';
import type { StaffMember } from '../../world';
import { externalUserid } from '../../world';
import { DAY_MS, ok, page, readBody, wireSeconds } from '../api';
import { noteTalk, recordMessage } from '../chat';
import { findFollow, shopperByExternal } from '../customers';
import { requireServiceMember, settingsOf, staffById } from '../members';
import { addCustomer, deleteCustomer, tellContact } from './relations';
import type { Transfer, TransferStatus } from './types';

const PROTECTED_MS = 90 * DAY_MS;
const MOST_AT_ONCE = 100;
const KEPT = 2000;
const ASSIGNED = 202;
const DEFAULT_MESSAGE = '您好，我的工作有变动，接下来将由我的同事继续为您服务。';

const members = { handover_userid: z.string(), takeover_userid: z.string() };
const transferSchema = z.object({
  ...members,
  external_userid: z.array(z.string()).min(1).max(MOST_AT_ONCE),
  transfer_success_msg: z.string().max(200).optional(),
});
const resultSchema = z.object({ ...members, cursor: z.string().optional() });
const unassignedSchema = z.object({
  page_id: z.int().min(0).optional(),
  page_size: z.int().optional(),
  cursor: z.string().optional(),
});

/** In service: takes effect after 24 hours unless the customer refuses. Refuses: 60111, 40130, 41054, 40098, 84083, 40058. */
export function transferCustomer(ctx: Ctx, request: Incoming): Outgoing {
  return startTransfers(ctx, request, false);
}

/** Of a member who left: needs nobody's consent, takes effect after 24 hours. Refuses besides: 40097 when the member is still there. */
export function transferResigned(ctx: Ctx, request: Incoming): Outgoing {
  return startTransfers(ctx, request, true);
}

export function transferResult(ctx: Ctx, request: Incoming): Outgoing {
  return results(ctx, request, false);
}

export function resignedResult(ctx: Ctx, request: Incoming): Outgoing {
  return results(ctx, request, true);
}

/** Customers of members who left, that nobody has taken over. Either pages by number or a cursor. */
export function unassignedList(ctx: Ctx, request: Incoming): Outgoing {
  const body = request.body.length === 0 ? {} : readBody(request, unassignedSchema);
  const all = ctx.state.wecom.follows
    .filter((follow) => settingsOf(ctx, follow.userid).leftAt !== undefined)
    .flatMap((follow) => {
      const shopper = shopperById(ctx, follow.shopperId);
      const leftAt = settingsOf(ctx, follow.userid).leftAt ?? 0;
      return shopper
        ? [
            {
              handover_userid: follow.userid,
              external_userid: externalUserid(shopper),
              dimission_time: wireSeconds(leftAt),
            },
          ]
        : [];
    });
  const rule = {
    usual: 1000,
    most: 1000,
    key: (one: (typeof all)[number]) => `${one.handover_userid} ${one.external_userid}`,
  };
  const size = body.page_size ?? rule.usual;
  const rest = all.slice((body.page_id ?? 0) * Math.min(Math.max(size, 1), rule.most));
  const shown = page(rest, { cursor: body.cursor, limit: size }, rule);
  return ok({ info: shown.items, is_last: shown.cursor.next_cursor === '', ...shown.cursor });
}

/** The customer does not want the other member; false when nothing waits. */
export function refuseTransfer(ctx: Ctx, shopperId: string): boolean {
  const transfer = ctx.state.wecom.transfers.find(
    (one) => one.shopperId === shopperId && one.status === 2 && !one.resigned,
  );
  if (!transfer) return false;
  fail(ctx, transfer, { status: 3, reason: 'customer_refused' });
  return true;
}

/** Plans what waits, also after a restart. */
export function planTransfers(ctx: Ctx): void {
  for (const transfer of ctx.state.wecom.transfers) if (transfer.status === 2) plan(ctx, transfer);
}

function startTransfers(ctx: Ctx, request: Incoming, resigned: boolean): Outgoing {
  const body = readBody(request, transferSchema);
  const handover = staffById(ctx, body.handover_userid);
  if (!handover) throw new Refusal(60111, 'handover_userid not found');
  const hasLeft = settingsOf(ctx, handover.userid).leftAt !== undefined;
  if (resigned && !hasLeft) throw new Refusal(40097, 'handover_userid has not left');
  if (!resigned && hasLeft) throw new Refusal(60111, 'handover_userid has left');
  const takeover = requireServiceMember(ctx, body.takeover_userid);
  if (takeover === handover) throw new Refusal(40130, 'takeover_userid is handover_userid');
  const message = resigned ? undefined : (body.transfer_success_msg ?? DEFAULT_MESSAGE);
  const customer = body.external_userid.map((external) => ({
    external_userid: external,
    errcode: startOne(ctx, external, { handover, takeover, resigned, message }),
  }));
  return ok({ customer });
}

type Plan = {
  handover: StaffMember;
  takeover: StaffMember;
  resigned: boolean;
  message: string | undefined;
};

/** 0, or why this customer is not handed over. */
function startOne(ctx: Ctx, external: string, { handover, takeover, resigned, message }: Plan): number {
  const { wecom } = ctx.state;
  const shopper = shopperByExternal(ctx, external);
  if (!shopper) return 40096;
  if (!findFollow(ctx, handover.userid, shopper.id)) return 40131;
  const earlier = wecom.transfers.filter((one) => one.shopperId === shopper.id);
  if (earlier.some((one) => one.status === 2)) return resigned ? 40100 : 40129;
  if (!resigned && isProtected(ctx, earlier)) return 40128;
  const now = ctx.clock.now();
  const transfer: Transfer = {
    handover: handover.userid,
    takeover: takeover.userid,
    shopperId: shopper.id,
    resigned,
    startedAt: now,
    dueAt: now + DAY_MS,
    status: 2,
    takeoverTime: 0,
    ...(message === undefined ? {} : { successMessage: message }),
  };
  wecom.transfers = [...wecom.transfers, transfer].slice(-KEPT);
  plan(ctx, transfer);
  return 0;
}

/** Counts what was carried out in service. */
function isProtected(ctx: Ctx, earlier: Transfer[]): boolean {
  const done = earlier.filter((one) => one.status === 1 && !one.resigned);
  const lately = done.filter((one) => ctx.clock.now() - one.takeoverTime < PROTECTED_MS).length;
  if (ctx.rules.transferProtection === 'twice-in-90-days') return lately >= 2;
  return lately >= 1 || done.length >= 2;
}

function plan(ctx: Ctx, transfer: Transfer): void {
  const { state } = ctx;
  ctx.clock.schedule(transfer.dueAt, async () => {
    // A reset puts another state in the place of the one this transfer belongs to.
    if (ctx.state === state && transfer.status === 2) complete(ctx, transfer);
  });
}

function complete(ctx: Ctx, transfer: Transfer): void {
  const shopper = shopperById(ctx, transfer.shopperId);
  const handover = staffById(ctx, transfer.handover);
  const takeover = staffById(ctx, transfer.takeover);
  const follow = findFollow(ctx, transfer.handover, transfer.shopperId);
  if (!shopper || !handover || !takeover || !follow) {
    transfer.status = 3;
    return;
  }
  const { customerLimit = Infinity } = settingsOf(ctx, takeover.userid);
  const customers = ctx.state.wecom.follows.filter(({ userid }) => userid === takeover.userid).length;
  const known = findFollow(ctx, takeover.userid, shopper.id);
  if (!known && customers >= customerLimit) {
    fail(ctx, transfer, { status: 4, reason: 'customer_limit_exceed' });
    return;
  }
  transfer.status = 1;
  transfer.takeoverTime = ctx.clock.now();
  handOver(ctx, transfer, { handover, takeover });
}

/** The new member gets the customer, without the remarks and tags of the old one, who loses them. */
function handOver(
  ctx: Ctx,
  transfer: Transfer,
  pair: { handover: StaffMember; takeover: StaffMember },
): void {
  const { handover, takeover } = pair;
  const shopper = shopperById(ctx, transfer.shopperId);
  const old = findFollow(ctx, handover.userid, transfer.shopperId);
  if (!shopper || !old) return;
  if (transfer.resigned) {
    ctx.state.wecom.follows = ctx.state.wecom.follows.filter((follow) => follow !== old);
  } else {
    deleteCustomer(ctx, { member: handover, shopper }, 'DELETE_BY_TRANSFER');
  }
  if (findFollow(ctx, takeover.userid, shopper.id)) return;
  // The customer is told of the hand-over in the new member's chat, so the add event carries no welcome code.
  noteTalk(ctx, takeover.userid, shopper.id);
  if (transfer.successMessage !== undefined) {
    recordMessage(ctx, {
      kind: 'chat',
      userid: takeover.userid,
      externalUserid: externalUserid(shopper),
      msgtype: 'text',
      content: { content: transfer.successMessage },
    });
  }
  addCustomer(ctx, { member: takeover, shopper, addWay: ASSIGNED, operUserid: handover.userid });
}

type Failure = { status: TransferStatus; reason: 'customer_refused' | 'customer_limit_exceed' };

/** UserID is the member who would have taken over. */
function fail(ctx: Ctx, transfer: Transfer, { status, reason }: Failure): void {
  transfer.status = status;
  const shopper = shopperById(ctx, transfer.shopperId);
  if (!shopper) return;
  tellContact(ctx, 'transfer_fail', {
    FailReason: reason,
    UserID: transfer.takeover,
    ExternalUserID: externalUserid(shopper),
  });
}

function results(ctx: Ctx, request: Incoming, resigned: boolean): Outgoing {
  const body = readBody(request, resultSchema);
  const handover = staffById(ctx, body.handover_userid);
  const takeover = staffById(ctx, body.takeover_userid);
  if (!handover || !takeover) throw new Refusal(60111, 'userid not found');
  const found = ctx.state.wecom.transfers.filter(
    (one) =>
      one.handover === handover.userid && one.takeover === takeover.userid && one.resigned === resigned,
  );
  const key = (one: Transfer): string => `${one.shopperId} ${one.startedAt}`;
  const shown = page(found, { cursor: body.cursor }, { usual: 1000, most: 1000, key });
  return ok({
    customer: shown.items.flatMap((one) => {
      const shopper = shopperById(ctx, one.shopperId);
      if (!shopper) return [];
      const takeoverTime = one.status === 1 ? wireSeconds(one.takeoverTime) : 0;
      return [{ external_userid: externalUserid(shopper), status: one.status, takeover_time: takeoverTime }];
    }),
    ...shown.cursor,
  });
}
