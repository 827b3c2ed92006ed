import { z } from 'zod';
import type { Ctx } from '../../ctx';
import type { Incoming, Outgoing } from '../../http/message';
import { Refusal } from '../../http/refusal';
import { beijingTime } from '../../state/rfc3339';
import type { StaffMember } from '../../world';
import { DAY_MS, ok, page, pageFields, readBody, textUpTo, wireSeconds } from '../api';
import { membersOfDepartment, requireServiceMember, settingsOf, staffById } from '../members';
import type { ContactWay } from './types';

const MOST_MEMBERS = 100;
const TEMP_PER_DAY = 100_000;
const LONGEST_TEMP_SECONDS = 14 * 24 * 3600;
const USUAL = { expiresIn: 7 * 24 * 3600, chatExpiresIn: 24 * 3600 };
const USUAL_LIST_MS = 90 * DAY_MS;

const seconds = z.int().min(1).max(LONGEST_TEMP_SECONDS).optional();
const changeable = {
  style: z.int().min(1).max(3).optional(),
  remark: z.string().max(30).optional(),
  skip_verify: z.boolean().optional(),
  state: z.string().max(30).optional(),
  user: z.array(z.string()).optional(),
  party: z.array(z.int()).optional(),
  expires_in: seconds,
  chat_expires_in: seconds,
  unionid: z.string().optional(),
  conclusions: z.looseObject({ text: z.object({ content: textUpTo(4000) }).optional() }).optional(),
  mark_source: z.boolean().optional(),
};
const addSchema = z.object({
  type: z.int().optional(),
  scene: z.int().optional(),
  is_temp: z.boolean().optional(),
  is_exclusive: z.boolean().optional(),
  ...changeable,
});
const updateSchema = z.object({ config_id: z.string().optional(), ...changeable });
const idSchema = z.object({ config_id: z.string().optional() });
const listSchema = z.object({ start_time: z.int().optional(), end_time: z.int().optional(), ...pageFields });
type Changes = Omit<z.infer<typeof updateSchema>, 'config_id'>;

/**
 * The id is given once: who loses it can neither change nor delete the contact way. Refuses: 41037–41042 (type, scene, style, members),
 * 60111, 41054, 40098, 84083, 60123, 40058, 41045 over the rule's number, 45009 over 100 000 temporary ones a day.
 */
export function addContactWay(ctx: Ctx, request: Incoming): Outgoing {
  const body = readBody(request, addSchema);
  const { wecom } = ctx.state;
  const type = oneOrTwo(body.type, { missing: 41037, invalid: 41039, name: 'type' });
  const scene = oneOrTwo(body.scene, { missing: 41038, invalid: 41040, name: 'scene' });
  if (body.style !== undefined && scene !== 1) throw new Refusal(41042, 'style is for scene 1');
  const isTemp = body.is_temp ?? false;
  if (isTemp && type !== 1) throw new Refusal(40058, 'is_temp is for type 1');
  requireTempFields(isTemp, body);
  forgetOldTemp(ctx);
  if (isTemp) countTemp(ctx);
  else if (
    wecom.contactWays.filter((way) => !way.isTemp).length + wecom.joinWays.length >=
    ctx.rules.wecomContactWays
  )
    throw new Refusal(41045, 'too many contact ways');
  const way: ContactWay = {
    configId: ctx.random.hex(32),
    qrId: ctx.random.text(16),
    type,
    scene,
    remark: '',
    skipVerify: true,
    state: '',
    user: [],
    party: [],
    isTemp,
    ...(isTemp ? USUAL : {}),
    isExclusive: body.is_exclusive ?? false,
    markSource: true,
    createdAt: ctx.clock.now(),
    turn: 0,
  };
  applyChanges(ctx, way, body);
  wecom.contactWays.push(way);
  return ok({ config_id: way.configId, ...(scene === 2 ? { qr_code: qrUrl(ctx, way) } : {}) });
}

/** Refuses: 41043, 41044. */
export function getContactWay(ctx: Ctx, request: Incoming): Outgoing {
  const way = requireWay(ctx, readBody(request, idSchema).config_id);
  return ok({ contact_way: presentWay(ctx, way) });
}

/** Those of the last 90 days unless told otherwise, without the temporary ones. */
export function listContactWays(ctx: Ctx, request: Incoming): Outgoing {
  const body = request.body.length === 0 ? {} : readBody(request, listSchema);
  const now = ctx.clock.now();
  const from = body.start_time === undefined ? now - USUAL_LIST_MS : body.start_time * 1000;
  const until = body.end_time === undefined ? now : (body.end_time + 1) * 1000;
  const found = ctx.state.wecom.contactWays.filter(
    ({ isTemp, createdAt }) => !isTemp && createdAt >= from && createdAt <= until,
  );
  const shown = page(found, body, { usual: 100, most: 1000, key: ({ configId }) => configId });
  return ok({
    contact_way: shown.items.map(({ configId }) => ({ config_id: configId })),
    ...shown.cursor,
  });
}

/** Lists overwrite, absent fields stay. Refuses: 41043, 41044, and what addContactWay refuses of these fields. */
export function updateContactWay(ctx: Ctx, request: Incoming): Outgoing {
  const { config_id, ...changes } = readBody(request, updateSchema);
  const way = requireWay(ctx, config_id);
  if (changes.style !== undefined && way.scene !== 1) throw new Refusal(41042, 'style is for scene 1');
  requireTempFields(way.isTemp, changes);
  const changed = { ...way };
  applyChanges(ctx, changed, changes);
  Object.assign(way, changed);
  return ok();
}

/** Refuses: 41043, 41044. */
export function deleteContactWay(ctx: Ctx, request: Incoming): Outgoing {
  const way = requireWay(ctx, readBody(request, idSchema).config_id);
  const { wecom } = ctx.state;
  wecom.contactWays = wecom.contactWays.filter((one) => one !== way);
  return ok();
}

/** The members a customer can be given to, departments included. */
export function membersOfWay(ctx: Ctx, way: Pick<ContactWay, 'user' | 'party'>): StaffMember[] {
  const byParty = way.party.flatMap((id) => membersOfDepartment(ctx, id) ?? []);
  const named = way.user.flatMap((userid) => staffById(ctx, userid) ?? []);
  const all = [...new Set([...named, ...byParty])];
  return all.filter(({ userid }) => {
    const { customerContact, realName, active, leftAt } = settingsOf(ctx, userid);
    return customerContact && realName && active && leftAt === undefined;
  });
}

export function qrUrl(ctx: Ctx, { qrId }: { qrId: string }): string {
  return `${ctx.url}/wecom/qr/${qrId}.png`;
}

function applyChanges(ctx: Ctx, way: ContactWay, changes: Changes): void {
  if (changes.user) way.user = changes.user.map((userid) => requireServiceMember(ctx, userid).userid);
  if (changes.party) way.party = changes.party;
  requireMembers(ctx, way);
  if (changes.style !== undefined) way.style = changes.style;
  way.remark = changes.remark ?? way.remark;
  way.skipVerify = changes.skip_verify ?? way.skipVerify;
  way.state = changes.state ?? way.state;
  way.markSource = changes.mark_source ?? way.markSource;
  if (changes.expires_in !== undefined) way.expiresIn = changes.expires_in;
  if (changes.chat_expires_in !== undefined) way.chatExpiresIn = changes.chat_expires_in;
  if (changes.unionid !== undefined) way.unionid = changes.unionid;
  if (changes.conclusions) way.conclusions = changes.conclusions;
}

/** Type 1 has exactly one member and no department; type 2 at most 100 members, departments included. */
function requireMembers(ctx: Ctx, way: ContactWay): void {
  if (way.type === 1 && (way.user.length !== 1 || way.party.length > 0)) {
    throw new Refusal(40058, 'type 1: exactly one user and no party');
  }
  const unknown = way.party.find((id) => !membersOfDepartment(ctx, id));
  if (unknown !== undefined) throw new Refusal(60123, `invalid department id ${unknown}`);
  if (way.user.length + way.party.length === 0) throw new Refusal(40063, 'user and party are both empty');
  const byParty = way.party.flatMap((id) => membersOfDepartment(ctx, id) ?? []).map(({ userid }) => userid);
  if (new Set([...way.user, ...byParty]).size > MOST_MEMBERS) {
    throw new Refusal(41041, `at most ${MOST_MEMBERS} members`);
  }
}

function requireTempFields(isTemp: boolean, changes: Changes): void {
  const { expires_in, chat_expires_in, unionid, conclusions } = changes;
  const given = [expires_in, chat_expires_in, unionid, conclusions].some((value) => value !== undefined);
  if (given && !isTemp) {
    throw new Refusal(40058, 'expires_in, chat_expires_in, unionid and conclusions need is_temp');
  }
}

/** A day after its end nobody can ask for a temporary one any more. */
function forgetOldTemp(ctx: Ctx): void {
  const { wecom } = ctx.state;
  const now = ctx.clock.now();
  wecom.contactWays = wecom.contactWays.filter(
    ({ isTemp, createdAt, expiresIn = 0 }) => !isTemp || now < createdAt + expiresIn * 1000 + DAY_MS,
  );
}

function countTemp(ctx: Ctx): void {
  const { tempWays } = ctx.state.wecom;
  const day = beijingTime(ctx.clock.now()).slice(0, 10);
  if (tempWays.day !== day) Object.assign(tempWays, { day, count: 0 });
  if (tempWays.count >= TEMP_PER_DAY)
    throw new Refusal(45009, 'api freq out of limit: temporary ways of the day');
  tempWays.count += 1;
}

function requireWay(ctx: Ctx, configId: string | undefined): ContactWay {
  if (!configId) throw new Refusal(41043, 'config_id missing');
  const way = ctx.state.wecom.contactWays.find((one) => one.configId === configId);
  if (!way) throw new Refusal(41044, 'invalid config_id');
  return way;
}

type Codes = { missing: number; invalid: number; name: string };

function oneOrTwo(value: number | undefined, { missing, invalid, name }: Codes): 1 | 2 {
  if (value === undefined) throw new Refusal(missing, `${name} missing`);
  if (value !== 1 && value !== 2) throw new Refusal(invalid, `invalid ${name}`);
  return value;
}

function presentWay(ctx: Ctx, way: ContactWay): Record<string, unknown> {
  return {
    config_id: way.configId,
    type: way.type,
    scene: way.scene,
    ...(way.style === undefined ? {} : { style: way.style }),
    remark: way.remark,
    skip_verify: way.skipVerify,
    state: way.state,
    ...(way.scene === 2 ? { qr_code: qrUrl(ctx, way) } : {}),
    user: way.user,
    party: way.party,
    is_temp: way.isTemp,
    is_exclusive: way.isExclusive,
    mark_source: way.markSource,
    create_time: wireSeconds(way.createdAt),
    ...(way.expiresIn === undefined ? {} : { expires_in: way.expiresIn }),
    ...(way.chatExpiresIn === undefined ? {} : { chat_expires_in: way.chatExpiresIn }),
    ...(way.unionid === undefined ? {} : { unionid: way.unionid }),
    ...(way.conclusions === undefined ? {} : { conclusions: way.conclusions }),
  };
}
