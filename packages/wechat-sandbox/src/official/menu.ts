import { z } from 'zod';
import type { Ctx } from '../ctx';
import { jsonBody } from '../http/body';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import { touch } from '../weixin/service-messages';
import type { Shopper } from '../world';
import { tellEvent } from './followers';
import type { MenuButton } from './state';

const MOST_BUTTONS = 3;
const MOST_SUB_BUTTONS = 5;
const LONGEST_NAME_BYTES = { top: 16, sub: 60 };
const LONGEST_KEY_BYTES = 128;
const LONGEST_URL_BYTES = 1024;
/** What each kind of button has to carry. */
const NEEDS: Record<string, (keyof MenuButton)[]> = {
  click: ['key'],
  view: ['url'],
  miniprogram: ['url', 'appid', 'pagepath'],
  scancode_push: ['key'],
  scancode_waitmsg: ['key'],
  pic_sysphoto: ['key'],
  pic_photo_or_album: ['key'],
  pic_weixin: ['key'],
  location_select: ['key'],
  media_id: ['media_id'],
  article_id: ['article_id'],
  article_view_limited: ['article_id'],
};

const action = {
  name: z.string(),
  type: z.string().optional(),
  key: z.string().optional(),
  url: z.string().optional(),
  appid: z.string().optional(),
  pagepath: z.string().optional(),
  media_id: z.string().optional(),
  article_id: z.string().optional(),
};
const menuSchema = z.object({
  button: z.array(z.object({ ...action, sub_button: z.array(z.object(action)).optional() })).optional(),
});

/** menu/create. Refuses 40016, 40017, 40018, 40019, 40020, 40023, 40025 and 40033 for a mini-program that is not bound. */
export function createMenu(ctx: Ctx, request: Incoming): Outgoing {
  const { button: buttons = [] } = jsonBody(request, menuSchema, 40016);
  if (buttons.length === 0 || buttons.length > MOST_BUTTONS) throw new Refusal(40016, 'invalid button size');
  for (const button of buttons) {
    requireName(button, LONGEST_NAME_BYTES.top, 40018);
    const inner = button.sub_button ?? [];
    if (inner.length > MOST_SUB_BUTTONS) throw new Refusal(40023, 'invalid sub button size');
    if (inner.length === 0) requireAction(ctx, button);
    for (const sub of inner) {
      requireName(sub, LONGEST_NAME_BYTES.sub, 40025);
      requireAction(ctx, sub);
    }
  }
  const { official } = ctx.state;
  official.menu = buttons;
  official.menuId += 1;
  return json({ errcode: 0, errmsg: 'ok' });
}

/** menu/get. Refuses 46003. */
export function getMenu(ctx: Ctx): Outgoing {
  const { menu, menuId } = ctx.state.official;
  if (!menu) throw new Refusal(46003, 'menu no exist');
  const button = menu.map((one) => ({ ...one, sub_button: one.sub_button ?? [] }));
  return json({ menu: { button, menuid: menuId } });
}

export function deleteMenu(ctx: Ctx): Outgoing {
  ctx.state.official.menu = null;
  return json({ errcode: 0, errmsg: 'ok' });
}

/** A follower taps the button of this name. The words of what is wrong, or nothing. */
export function tapMenu(ctx: Ctx, shopper: Shopper, name: string): string | undefined {
  const { menu, menuId } = ctx.state.official;
  const buttons = (menu ?? []).flatMap((button) => [button, ...(button.sub_button ?? [])]);
  const button = buttons.find((candidate) => candidate.name === name && candidate.type !== undefined);
  if (!button) return `no button ${name}; there are ${buttons.map((candidate) => candidate.name).join(', ')}`;
  const { type, key = '', url = '', pagepath = '' } = button;
  touch(ctx, 'official', shopper);
  if (type === 'view') tellEvent(ctx, shopper, { Event: 'VIEW', EventKey: url, MenuId: menuId });
  else if (type === 'miniprogram')
    tellEvent(ctx, shopper, { Event: 'view_miniprogram', EventKey: pagepath, MenuId: menuId });
  else if (type === 'click') tellEvent(ctx, shopper, { Event: 'CLICK', EventKey: key });
  else return `buttons of the type ${type} cannot be tapped here`;
  return undefined;
}

function requireName(button: MenuButton, longestBytes: number, errcode: number): void {
  const bytes = Buffer.byteLength(button.name);
  if (bytes === 0 || bytes > longestBytes) throw new Refusal(errcode, 'invalid button name size');
}

function requireAction(ctx: Ctx, button: MenuButton): void {
  const needs = NEEDS[button.type ?? ''];
  if (!needs) throw new Refusal(40017, 'invalid button type');
  const lacking = needs.find((field) => !button[field]);
  if (lacking === 'key' || Buffer.byteLength(button.key ?? '') > LONGEST_KEY_BYTES)
    throw new Refusal(40019, 'invalid button key size');
  if (lacking === 'url' || Buffer.byteLength(button.url ?? '') > LONGEST_URL_BYTES)
    throw new Refusal(40020, 'invalid button url size');
  if (lacking) throw new Refusal(40016, `invalid button: ${lacking} missing`);
  if (button.type === 'miniprogram' && button.appid !== ctx.world.miniProgram.appid)
    throw new Refusal(40013, 'invalid appid');
}
