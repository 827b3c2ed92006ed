import { z } from 'zod';
import { ControlError, asControl, controlBody, requireMember, requireShopper } from '../../control/read';
import type { Ctx } from '../../ctx';
import { shopperById } from '../../ctx';
import { json } from '../../http/message';
import type { Incoming, Outgoing } from '../../http/message';
import type { Route } from '../../http/router';
import { externalUserid } from '../../world';
import { noteTalk, recordMessage } from '../chat';
import { qrUrl } from '../contact-ways/contact-ways';
import { joinByWay } from '../contact-ways/join-ways';
import { scanContactWay, scannedWay } from '../contact-ways/scanning';
import type { ContactWaysView, CustomersView } from '../control-types';
import { findFollow } from '../customers';
import { tagControlRoutes } from './tag-control';
import { addCustomer, confirmCustomer, deleteCustomer, dropCustomer, tellEdited } from './relations';
import type { Pair } from './relations';
import { applyRemarks, changeTags, requireTag } from './remarks';
import { refuseTransfer } from './transfers';
import type { Follow } from './types';

const pairFields = { userid: z.string(), shopperId: z.string() };
const pairSchema = z.strictObject(pairFields);
const customerSchema = z.strictObject({
  ...pairFields,
  state: z.string().max(30).optional(),
  addWay: z.int().optional(),
});
const editSchema = z.strictObject({
  ...pairFields,
  remark: z.string().max(20).optional(),
  description: z.string().max(150).optional(),
  remark_company: z.string().max(20).optional(),
  remark_mobiles: z.array(z.string()).max(100).optional(),
  addTags: z.array(z.string()).optional(),
  removeTags: z.array(z.string()).optional(),
});
const chatSchema = z.strictObject({
  ...pairFields,
  from: z.enum(['customer', 'member']),
  text: z.string().min(1).max(4000),
});
const scanSchema = z.strictObject({
  configId: z.string().optional(),
  qrCode: z.string().optional(),
  verify: z.boolean().optional(),
});
const refuseSchema = z.strictObject({ shopperId: z.string() });

export function contactControlRoutes(ctx: Ctx): Route[] {
  const post = (pattern: string, handle: (request: Incoming) => Outgoing): Route => ({
    method: 'POST',
    pattern,
    handle,
  });
  const pairOf = (request: Incoming): Pair => toPair(ctx, controlBody(request, pairSchema));
  return [
    post('/control/wecom/add-customer', (request) => {
      const { state, addWay, ...pair } = controlBody(request, customerSchema);
      return json(
        addCustomer(ctx, { ...toPair(ctx, pair), state, ...(addWay === undefined ? {} : { addWay }) }),
      );
    }),
    post('/control/wecom/drop-customer', (request) => {
      const pair = controlBody(request, customerSchema);
      return json({ dropped: dropCustomer(ctx, toPair(ctx, pair)) });
    }),
    post('/control/wecom/delete-customer', (request) =>
      json({ deleted: deleteCustomer(ctx, pairOf(request)) }),
    ),
    post('/control/wecom/confirm-customer', (request) => {
      const met = confirmCustomer(ctx, pairOf(request));
      if (!met) throw new ControlError(409, 'this customer waits for nothing');
      return json(met);
    }),
    post('/control/wecom/edit-customer', (request) => json(editCustomer(ctx, request))),
    post('/control/wecom/chat', (request) => json(chat(ctx, request))),
    post('/control/shoppers/:id/scan-contact-way', (request) => json(scan(ctx, request))),
    post('/control/wecom/transfers/refuse', (request) => {
      const { shopperId } = controlBody(request, refuseSchema);
      return json({ refused: refuseTransfer(ctx, requireShopper(ctx, shopperId).id) });
    }),
    {
      method: 'GET',
      pattern: '/control/wecom/transfers',
      handle: () => json(ctx.state.wecom.transfers),
    },
    {
      method: 'GET',
      pattern: '/control/wecom/members/:userid/customers',
      handle: (request) => json(customersOf(ctx, requireMember(ctx, request.params.userid ?? '').userid)),
    },
    { method: 'GET', pattern: '/control/wecom/contact-ways', handle: () => json(waysView(ctx)) },
    ...tagControlRoutes(ctx),
  ];
}

function toPair(ctx: Ctx, { userid, shopperId }: { userid: string; shopperId: string }): Pair {
  return { member: requireMember(ctx, userid), shopper: requireShopper(ctx, shopperId) };
}

/** The member edits in the client, so the app is always told; mobiles alone are not told of. */
function editCustomer(ctx: Ctx, request: Incoming): { edited: true } {
  const { userid, shopperId, addTags = [], removeTags = [], ...remarks } = controlBody(request, editSchema);
  const { member, shopper } = toPair(ctx, { userid, shopperId });
  const follow = findFollow(ctx, member.userid, shopper.id);
  if (!follow) throw new ControlError(409, `${userid} does not have ${shopperId}`);
  asControl(() => {
    for (const id of [...addTags, ...removeTags]) requireTag(ctx, id);
    changeTags(follow, addTags, removeTags);
  });
  const visible = applyRemarks(follow, remarks);
  if (visible || addTags.length + removeTags.length > 0) tellEdited(ctx, follow);
  return { edited: true };
}

function chat(ctx: Ctx, request: Incoming): { said: true } {
  const { from, text, ...pair } = controlBody(request, chatSchema);
  const { member, shopper } = toPair(ctx, pair);
  if (!findFollow(ctx, member.userid, shopper.id)) {
    throw new ControlError(409, `${pair.userid} does not have ${pair.shopperId}`);
  }
  recordMessage(ctx, {
    kind: 'chat',
    userid: member.userid,
    externalUserid: externalUserid(shopper),
    msgtype: 'text',
    content: { content: text },
    ...(from === 'customer' ? { from } : {}),
  });
  noteTalk(ctx, member.userid, shopper.id);
  return { said: true };
}

function scan(ctx: Ctx, request: Incoming): unknown {
  const shopper = requireShopper(ctx, request.params.id ?? '');
  const { verify = true, ...what } = controlBody(request, scanSchema);
  const way = scannedWay(ctx, what);
  if (!way) throw new ControlError(404, 'no such contact way');
  if ('chatIds' in way) {
    const group = joinByWay(ctx, way, shopper);
    if (!group) throw new ControlError(409, 'all groups are full');
    return { status: 'joined', chat_id: group.chatId };
  }
  const scanned = scanContactWay(ctx, way, { shopper, confirm: verify });
  if (typeof scanned === 'string') throw new ControlError(409, scanned);
  return scanned;
}

function customersOf(ctx: Ctx, userid: string): CustomersView {
  const { follows, contactRequests } = ctx.state.wecom;
  return {
    customers: follows.filter((follow) => follow.userid === userid).flatMap((follow) => viewOf(ctx, follow)),
    waiting: contactRequests
      .filter((request) => request.userid === userid)
      .map(({ userid: _userid, ...request }) => ({
        ...request,
        name: shopperById(ctx, request.shopperId)?.name ?? '',
      })),
  };
}

function viewOf(ctx: Ctx, follow: Follow): CustomersView['customers'] {
  const shopper = shopperById(ctx, follow.shopperId);
  if (!shopper) return [];
  const tags = ctx.state.wecom.tagGroups.flatMap((group) =>
    group.tags
      .filter(({ id }) => follow.tagIds.includes(id))
      .map(({ id, name }) => ({ id, name, groupName: group.name })),
  );
  const { shopperId, remark, description, remarkMobiles, addWay, createdAt, state, half } = follow;
  return [
    {
      shopperId,
      name: shopper.name,
      external_userid: externalUserid(shopper),
      remark,
      description,
      remarkMobiles,
      tags,
      addWay,
      createdAt,
      ...(state === undefined ? {} : { state }),
      ...(half ? { half } : {}),
    },
  ];
}

function waysView(ctx: Ctx): ContactWaysView {
  const { contactWays, joinWays } = ctx.state.wecom;
  const pictured = <T extends { qrId: string }>(way: T): T & { qrCode: string } => ({
    ...way,
    qrCode: qrUrl(ctx, way),
  });
  return { contactWays: contactWays.map(pictured), joinWays: joinWays.map(pictured) };
}
