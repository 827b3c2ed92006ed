import { toBuffer } from 'qrcode';
import { z } from 'zod';
import type { Ctx } from '../ctx';
import { jsonBody } from '../http/body';
import { reply } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import type { SceneCode } from './state';

const SCENE_CHARACTERS = /^[0-9a-zA-Z!#$&'()*+,/:;=?@\-._~]+$/;
const LONGEST_SCENE = 32;
const KEPT = 500;

const colour = z.union([z.string(), z.number()]);
const bodySchema = z.object({
  scene: z.string().optional(),
  page: z.string().optional(),
  check_path: z.boolean().optional(),
  env_version: z.enum(['release', 'trial', 'develop']).optional(),
  width: z.int().min(280).max(1280).optional(),
  auto_color: z.boolean().optional(),
  line_color: z.object({ r: colour, g: colour, b: colour }).optional(),
  is_hyaline: z.boolean().optional(),
});

/** The real platform paints its own round code; this one is a QR that says page and scene in plain text. */
export async function unlimitedCode(ctx: Ctx, request: Incoming): Promise<Outgoing> {
  const body = jsonBody(request, bodySchema);
  const scene = requireScene(body.scene);
  const page = body.page ?? '';
  if (body.check_path !== false || page.startsWith('/') || page.includes('?')) requirePage(ctx, page);
  const code: SceneCode = {
    scene,
    page,
    envVersion: body.env_version ?? 'release',
    createdAt: ctx.clock.now(),
  };
  remember(ctx, code);
  const image = await toBuffer(codeText(code), { type: 'png', width: body.width ?? 430, margin: 2 });
  return reply(200, 'image/png', image);
}

export function codeText(code: SceneCode): string {
  return `wxacode:${code.page}?scene=${code.scene}`;
}

/** Page of the released version; 41030 otherwise. The empty page is the home page. */
export function requirePage(ctx: Ctx, page: string): void {
  const { pages } = ctx.state.mini;
  const path = page.split('?')[0] ?? '';
  const wrongForm = page.startsWith('/') || page.includes('?');
  if (wrongForm || (path !== '' && pages !== null && !pages.includes(path))) {
    throw new Refusal(41030, 'invalid page');
  }
}

function requireScene(scene: string | undefined): string {
  if (!scene || !SCENE_CHARACTERS.test(scene)) throw new Refusal(40129, 'invalid scene');
  if (scene.length > LONGEST_SCENE)
    throw new Refusal(40169, 'invalid length for scene, or the data is not json string');
  return scene;
}

function remember(ctx: Ctx, code: SceneCode): void {
  const { mini } = ctx.state;
  const others = mini.sceneCodes.filter((old) => old.scene !== code.scene || old.page !== code.page);
  mini.sceneCodes = [...others, code].slice(-KEPT);
}
