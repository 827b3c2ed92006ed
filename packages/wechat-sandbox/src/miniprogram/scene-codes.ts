import { z } from 'zod';
import type { Ctx } from '../ctx';
import { jsonBody } from '../http/body';
import type { Incoming, Outgoing } from '../http/message';
import { qrPicture } from '../http/qr-picture';
import { Refusal } from '../http/refusal';
import { requirePage } from './pages';
import type { PathCode, SceneCode } from './state';

const SCENE_CHARACTERS = /^[0-9a-zA-Z!#$&'()*+,/:;=?@\-._~]+$/;
const LONGEST_SCENE = 32;
/** A name the platform keeps for itself. */
const RESERVED = 'scancode_time';
const KEPT = 500;
const LONGEST_PAGE_BYTES = 1024;
/** A QR code of the usual quality holds no more. */
const MOST_BYTES = 2300;

const colour = z.union([z.string(), z.number()]);
const width = z.int().min(280).max(1280).optional();
const envVersion = z.enum(['release', 'trial', 'develop']).optional();
const painted = {
  env_version: envVersion,
  width,
  auto_color: z.boolean().optional(),
  line_color: z.object({ r: colour, g: colour, b: colour }).optional(),
  is_hyaline: z.boolean().optional(),
};
const unlimitedSchema = z.object({
  scene: z.string().optional(),
  page: z.string().optional(),
  check_path: z.boolean().optional(),
  ...painted,
});
const pathSchema = z.object({ path: z.string().optional(), ...painted });

/** getwxacodeunlimit. The real platform paints its own round code; this one is a QR that says page and scene in plain text. */
export async function unlimitedCode(ctx: Ctx, request: Incoming): Promise<Outgoing> {
  const body = jsonBody(request, unlimitedSchema);
  const scene = requireScene(body.scene);
  const page = body.page ?? '';
  refuseReserved(page);
  if (Buffer.byteLength(page) > LONGEST_PAGE_BYTES) throw new Refusal(41030, 'invalid page');
  // Without the check 60,000 pages at most may be unknown; they are not counted here.
  if (body.check_path !== false || page.startsWith('/') || page.includes('?')) requirePage(ctx, page);
  const code: SceneCode = {
    scene,
    page,
    envVersion: body.env_version ?? 'release',
    createdAt: ctx.clock.now(),
  };
  const { mini } = ctx.state;
  const others = mini.sceneCodes.filter((old) => old.scene !== code.scene || old.page !== code.page);
  mini.sceneCodes = [...others, code].slice(-KEPT);
  return qrPicture(codeText(code), body.width);
}

/** getwxacode (up to 1024 characters) and createwxaqrcode (up to 128 bytes): together 100,000 codes for ever. */
export async function pathCode(ctx: Ctx, request: Incoming, kind: PathCode['kind']): Promise<Outgoing> {
  const body = jsonBody(request, pathSchema);
  const { mini } = ctx.state;
  const path = body.path ?? '';
  const length = kind === 'wxacode' ? path.length : Buffer.byteLength(path);
  const tooLong = length > (kind === 'wxacode' ? 1024 : 128) || Buffer.byteLength(path) > MOST_BYTES;
  if (path === '' || tooLong)
    throw new Refusal(40159, 'invalid length for path, or the data is not json string');
  refuseReserved(path);
  if (mini.pathCodeCount >= ctx.rules.countedCodes) throw new Refusal(45029, 'qrcode count out of limit');
  mini.pathCodeCount += 1;
  const code: PathCode = { kind, path, createdAt: ctx.clock.now() };
  mini.pathCodes = [...mini.pathCodes, code].slice(-KEPT);
  return qrPicture(pathCodeText(code), body.width);
}

export function codeText(code: SceneCode): string {
  return `wxacode:${code.page}?scene=${code.scene}`;
}

export function pathCodeText(code: PathCode): string {
  return `${code.kind}:${code.path}`;
}

function requireScene(scene: string | undefined): string {
  if (!scene || !SCENE_CHARACTERS.test(scene)) throw new Refusal(40129, 'invalid scene');
  if (scene.length > LONGEST_SCENE)
    throw new Refusal(40169, 'invalid length for scene, or the data is not json string');
  return scene;
}

function refuseReserved(path: string): void {
  if (path.includes(RESERVED)) throw new Refusal(85096, 'not allow include scancode_time field');
}
