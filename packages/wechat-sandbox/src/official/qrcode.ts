import { z } from 'zod';
import type { Ctx } from '../ctx';
import { jsonBody } from '../http/body';
import { html, json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { qrPicture } from '../http/qr-picture';
import { Refusal } from '../http/refusal';
import { ACTION_NAMES } from './state';
import type { QrCode } from './state';

const LONGEST_SECONDS = 2_592_000;
/** The page says 60; older text said 30. */
const USUAL_SECONDS = 60;
const LARGEST_TEMPORARY = 2 ** 32 - 1;
const LARGEST_PERMANENT = 100_000;
const LONGEST_TEXT = 64;
const KEPT_TEMPORARY = 5000;

const createSchema = z.object({
  expire_seconds: z.int().min(1).max(LONGEST_SECONDS).optional(),
  action_name: z.string().optional(),
  action_info: z
    .object({
      scene: z.object({ scene_id: z.number().optional(), scene_str: z.string().optional() }).optional(),
    })
    .optional(),
});

/** qrcode/create. Refuses 40052, 40053, 40097 for a life of more than 30 days, 45029 behind the last permanent one. */
export function createQrCode(ctx: Ctx, request: Incoming): Outgoing {
  const { expire_seconds = USUAL_SECONDS, action_name, action_info } = jsonBody(request, createSchema);
  const actionName = ACTION_NAMES.find((name) => name === action_name);
  if (!actionName) throw new Refusal(40052, 'invalid action name');
  const scene = sceneOf(actionName, action_info?.scene ?? {});
  if (scene === undefined) throw new Refusal(40053, 'invalid action info');
  const permanent = isPermanent(actionName);
  const code =
    (permanent ? permanentOf(ctx, actionName, scene) : undefined) ??
    newQrCode(ctx, { actionName, scene, seconds: permanent ? null : expire_seconds });
  return json({
    ticket: code.ticket,
    ...(permanent ? {} : { expire_seconds }),
    url: code.url,
  });
}

/** The picture behind a ticket, for anybody; 404 for a ticket that is unknown, over, or was not URL-encoded. */
export async function showQrCode(ctx: Ctx, request: Incoming): Promise<Outgoing> {
  const ticket = request.query.get('ticket') ?? '';
  const code = livingQrCode(ctx, (candidate) => candidate.ticket === ticket);
  if (!code)
    return {
      ...html('<h1>404 Not Found</h1>', 404),
      note: { explanation: 'ticket 不存在、已过期或没有编码' },
    };
  return qrPicture(code.url);
}

export function livingQrCode(ctx: Ctx, is: (code: QrCode) => boolean): QrCode | undefined {
  const now = ctx.clock.now();
  return ctx.state.official.qrCodes.find(
    (code) => is(code) && (code.expiresAt === null || now < code.expiresAt),
  );
}

function sceneOf(
  actionName: QrCode['actionName'],
  given: { scene_id?: number | undefined; scene_str?: string | undefined },
): number | string | undefined {
  const { scene_id: id = 0, scene_str: text = '' } = given;
  if (actionName.endsWith('STR_SCENE')) {
    return text.length >= 1 && text.length <= LONGEST_TEXT ? text : undefined;
  }
  const largest = isPermanent(actionName) ? LARGEST_PERMANENT : LARGEST_TEMPORARY;
  return Number.isInteger(id) && id >= 1 && id <= largest ? id : undefined;
}

function isPermanent(actionName: QrCode['actionName']): boolean {
  return actionName.startsWith('QR_LIMIT');
}

/** A permanent code of the same scene is the same code; the page does not say so, but counts scenes. */
function permanentOf(ctx: Ctx, actionName: string, scene: number | string): QrCode | undefined {
  return ctx.state.official.qrCodes.find(
    (code) => code.actionName === actionName && code.scene === scene && code.expiresAt === null,
  );
}

function newQrCode(
  ctx: Ctx,
  of: { actionName: QrCode['actionName']; scene: number | string; seconds: number | null },
): QrCode {
  const { official } = ctx.state;
  const now = ctx.clock.now();
  const permanent = official.qrCodes.filter(({ expiresAt }) => expiresAt === null);
  if (of.seconds === null && permanent.length >= ctx.rules.permanentQrCodes)
    throw new Refusal(45029, 'qrcode count out of limit');
  const temporary = official.qrCodes.filter(({ expiresAt }) => expiresAt !== null && now < expiresAt);
  const code: QrCode = {
    ticket: `gQ${ctx.random.bytes(64).toString('base64')}`,
    url: `http://weixin.qq.com/q/${ctx.random.text(22)}`,
    actionName: of.actionName,
    scene: of.scene,
    createdAt: now,
    expiresAt: of.seconds === null ? null : now + of.seconds * 1000,
  };
  official.qrCodes = [...permanent, ...temporary.slice(1 - KEPT_TEMPORARY), code];
  return code;
}
