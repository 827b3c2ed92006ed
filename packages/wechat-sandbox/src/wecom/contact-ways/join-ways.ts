import { z } from 'zod';
import type { Ctx } from '../../ctx';
import type { Incoming, Outgoing } from '../../http/message';
import { Refusal } from '../../http/refusal';
import type { Shopper } from '../../world';
import { externalUserid } from '../../world';
import { ok, readBody } from '../api';
import { addToGroup, createGroup } from '../groups/changes';
import { requireGroup } from '../groups/groups';
import type { Group } from '../groups/types';
import { qrUrl } from './contact-ways';
import type { JoinWay } from './types';

/** From this many on a QR code lets nobody in any more. */
const FULL_GROUP = 200;

const changeable = {
  remark: z.string().max(30).optional(),
  auto_create_room: z.union([z.literal(0), z.literal(1)]).optional(),
  room_base_name: z.string().max(40).optional(),
  room_base_id: z.int().min(0).optional(),
  chat_id_list: z.array(z.string()).max(5).optional(),
  state: z.string().max(30).optional(),
};
const scene = z.union([z.literal(1), z.literal(2)]);
const addSchema = z.object({ scene, ...changeable });
const updateSchema = z.object({ config_id: z.string().optional(), scene: scene.optional(), ...changeable });
const idSchema = z.object({ config_id: z.string().optional() });
type Changes = Omit<z.infer<typeof updateSchema>, 'config_id'>;

/** Counts as a contact way. Refuses: 40058, 40063 without a group, 40050, 41045. */
export function addJoinWay(ctx: Ctx, request: Incoming): Outgoing {
  const body = readBody(request, addSchema);
  const { wecom } = ctx.state;
  const ways = wecom.contactWays.filter((way) => !way.isTemp).length + wecom.joinWays.length;
  if (ways >= ctx.rules.wecomContactWays) throw new Refusal(41045, 'too many contact ways');
  const way: JoinWay = {
    configId: ctx.random.hex(32),
    qrId: ctx.random.text(16),
    scene: body.scene,
    remark: '',
    autoCreateRoom: 1,
    roomBaseName: '',
    roomBaseId: 1,
    chatIds: [],
    state: '',
  };
  applyChanges(ctx, way, body);
  wecom.joinWays.push(way);
  return ok({ config_id: way.configId });
}

/** Refuses: 41043, 41044. */
export function getJoinWay(ctx: Ctx, request: Incoming): Outgoing {
  const way = requireWay(ctx, readBody(request, idSchema).config_id);
  return ok({
    join_way: {
      config_id: way.configId,
      scene: way.scene,
      remark: way.remark,
      auto_create_room: way.autoCreateRoom,
      room_base_name: way.roomBaseName,
      room_base_id: way.roomBaseId,
      chat_id_list: way.chatIds,
      qr_code: qrUrl(ctx, way),
      state: way.state,
    },
  });
}

export function updateJoinWay(ctx: Ctx, request: Incoming): Outgoing {
  const { config_id, ...changes } = readBody(request, updateSchema);
  const way = requireWay(ctx, config_id);
  const changed = { ...way };
  applyChanges(ctx, changed, changes);
  Object.assign(way, changed);
  return ok();
}

export function deleteJoinWay(ctx: Ctx, request: Incoming): Outgoing {
  const way = requireWay(ctx, readBody(request, idSchema).config_id);
  const { wecom } = ctx.state;
  wecom.joinWays = wecom.joinWays.filter((one) => one !== way);
  return ok();
}

/** Lets somebody into the first group with room, or into a new one; undefined when all are full and none may be made. */
export function joinByWay(ctx: Ctx, way: JoinWay, shopper: Shopper): Group | undefined {
  const groups = ctx.state.wecom.groups.filter(({ chatId }) => way.chatIds.includes(chatId));
  const open = groups.find(({ members }) => members.length < FULL_GROUP) ?? nextGroup(ctx, way, groups[0]);
  if (!open) return undefined;
  addToGroup(ctx, open, {
    ids: [{ id: externalUserid(shopper), type: 2 }],
    scene: 3,
    ...(way.state === '' ? {} : { state: way.state }),
  });
  return open;
}

/** Named by number; the oldest of five makes room for it. */
function nextGroup(ctx: Ctx, way: JoinWay, full: Group | undefined): Group | undefined {
  if (way.autoCreateRoom === 0 || !full) return undefined;
  const name = way.roomBaseName === '' ? full.name : `${way.roomBaseName}${way.roomBaseId}`;
  const group = createGroup(ctx, { owner: full.owner, name, members: [], customers: [] });
  way.roomBaseId += 1;
  way.chatIds = [...way.chatIds, group.chatId].slice(-5);
  return group;
}

function applyChanges(ctx: Ctx, way: JoinWay, changes: Changes): void {
  way.scene = changes.scene ?? way.scene;
  way.remark = changes.remark ?? way.remark;
  way.autoCreateRoom = changes.auto_create_room ?? way.autoCreateRoom;
  way.roomBaseName = changes.room_base_name ?? way.roomBaseName;
  way.roomBaseId = changes.room_base_id ?? way.roomBaseId;
  way.state = changes.state ?? way.state;
  way.chatIds = changes.chat_id_list?.map((chatId) => requireGroup(ctx, chatId).chatId) ?? way.chatIds;
  if (way.chatIds.length === 0) throw new Refusal(40063, 'chat_id_list is empty');
}

function requireWay(ctx: Ctx, configId: string | undefined): JoinWay {
  if (!configId) throw new Refusal(41043, 'config_id missing');
  const way = ctx.state.wecom.joinWays.find((one) => one.configId === configId);
  if (!way) throw new Refusal(41044, 'invalid config_id');
  return way;
}
