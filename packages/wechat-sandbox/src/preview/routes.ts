import { z } from 'zod';
import type { Ctx } from '../ctx';
import { ControlError, controlBody, requireShopper } from '../control/read';
import { html, json, redirect, reply } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import type { Route } from '../http/router';
import { newPhoneCode } from '../miniprogram/phone';
import { actAsCookies, answerBridge, bridgeCallSchema, sceneOf } from '../wecom/bridge';
import { shopperByExternal } from '../wecom/customers';
import { staffById } from '../wecom/oauth';
import { messagePage } from '../wecom/pages';
import { browserScript } from './bundle';

const personSchema = z.strictObject({ shopperId: z.string() });
const ENTRY = /^[a-z_]{3,40}$/;

export function previewRoutes(ctx: Ctx): Route[] {
  return [
    { method: 'GET', pattern: '/preview/wx.js', handle: async () => script(await browserScript('wx')) },
    {
      method: 'GET',
      pattern: '/preview/wxwork.js',
      handle: async () => script(await browserScript('wxwork')),
    },
    { method: 'GET', pattern: '/preview/context', handle: () => json(context(ctx)) },
    { method: 'GET', pattern: '/preview/privacy', handle: () => json(privacy(ctx)) },
    { method: 'POST', pattern: '/preview/phone-number', handle: (request) => phoneNumber(ctx, request) },
    { method: 'POST', pattern: '/preview/bridge', handle: (request) => bridge(ctx, request) },
    { method: 'GET', pattern: '/act-as', handle: (request) => actAs(ctx, request) },
  ];
}

/** What the sheets of the preview show. */
function context(ctx: Ctx): unknown {
  const { miniProgram, shoppers, staff } = ctx.world;
  return {
    miniProgram: { appid: miniProgram.appid, name: miniProgram.name, templates: miniProgram.templates },
    shoppers: shoppers.map(({ id, name, phone, note }) => ({ id, name, phone, note })),
    staff: staff.map(({ userid, name, note }) => ({ userid, name, note })),
  };
}

/** What the console says of personal data: whether people are asked, and which APIs the guideline lists (null: all of them). */
function privacy(ctx: Ctx): unknown {
  const { enforced, declared } = ctx.state.mini.privacy;
  return { enforced, declared, contractName: `${ctx.world.miniProgram.name}小程序隐私保护指引` };
}

/** The getPhoneNumber button, which costs the merchant a call; errno 1400001 when none is left. */
function phoneNumber(ctx: Ctx, request: Incoming): Outgoing {
  const { id } = requireShopper(ctx, controlBody(request, personSchema).shopperId);
  const { mini } = ctx.state;
  if (mini.phoneCallsLeft === 0) return json({ errno: 1400001 });
  if (mini.phoneCallsLeft !== null) mini.phoneCallsLeft -= 1;
  return json({ code: newPhoneCode(ctx, id) });
}

function bridge(ctx: Ctx, request: Incoming): Outgoing {
  const call = controlBody(request, bridgeCallSchema);
  const startedAt = ctx.clock.now();
  const { explanation, ...answer } = answerBridge(ctx, call, sceneOf(request.cookies));
  ctx.journal.add({
    at: startedAt,
    direction: 'in',
    host: 'WeCom JS-SDK',
    method: call.name,
    path: call.url,
    status: 200,
    durationMs: ctx.clock.now() - startedAt,
    ...(answer.err_code === undefined ? {} : { errcode: String(answer.err_code) }),
    explanation: answer.err_msg,
    ...(explanation === undefined ? {} : { expected: explanation }),
  });
  return json(answer);
}

/** Puts a member, and the customer of the chat, into the cookies that the WeCom stand-in reads. */
function actAs(ctx: Ctx, request: Incoming): Outgoing {
  const { query } = request;
  const member = staffById(ctx, query.get('staff') ?? '');
  if (!member) return html(messagePage('没有这位成员', `staff=${query.get('staff') ?? ''}`), 404);
  const customer = query.get('customer');
  const known =
    ctx.world.shoppers.some((shopper) => shopper.id === customer) || shopperByExternal(ctx, customer ?? '');
  if (customer && !known) return html(messagePage('没有这位客户', `customer=${customer}`), 404);
  const entry = query.get('entry');
  if (entry && !ENTRY.test(entry)) throw new ControlError(400, 'entry: one of the words of ww.getContext');
  return redirect(localPath(query.get('to') ?? '/'), actAsCookies(member, { customer, entry }));
}

/** Only a path of the same origin: no scheme, no host, no backslash that a browser would read as a slash. */
function localPath(to: string): string {
  if (!/^\/(?![/\\])[^\\\r\n]*$/.test(to)) throw new ControlError(400, 'to: a path of this origin');
  const url = new URL(to, 'http://local.invalid');
  return url.host === 'local.invalid' ? `${url.pathname}${url.search}${url.hash}` : '/';
}

function script(text: string): Outgoing {
  return reply(200, 'text/javascript; charset=utf-8', text);
}
