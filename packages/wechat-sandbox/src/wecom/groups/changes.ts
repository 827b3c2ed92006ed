import type { Ctx } from '../../ctx';
import type { Shopper } from '../../world';
import { externalUserid } from '../../world';
import { queueEvent } from '../callbacks';
import type { XmlFields } from '../xml';
import type { Group, GroupMember } from './types';

const KEPT_DISMISSED = 500;
const KEPT_GROUPS = 2000;

export type GroupDraft = {
  owner: string;
  name: string;
  members: string[];
  customers: Shopper[];
};

/** The owner makes a group with the people named; the app is told. */
export function createGroup(ctx: Ctx, draft: GroupDraft): Group {
  const { wecom } = ctx.state;
  const now = ctx.clock.now();
  const colleagues = draft.members.filter((userid) => userid !== draft.owner);
  const member = (id: string, type: 1 | 2): GroupMember => ({
    id,
    type,
    joinedAt: now,
    joinScene: 1,
    ...(id === draft.owner ? {} : { invitor: draft.owner }),
    nickname: '',
  });
  const group: Group = {
    chatId: `wr${ctx.random.text(30)}`,
    name: draft.name,
    owner: draft.owner,
    createdAt: now,
    notice: '',
    members: [
      member(draft.owner, 1),
      ...colleagues.map((userid) => member(userid, 1)),
      ...draft.customers.map((shopper) => member(externalUserid(shopper), 2)),
    ],
    admins: [],
    memberVersion: ctx.random.hex(32),
    handedOverAt: [],
  };
  wecom.groups = [...wecom.groups, group].slice(-KEPT_GROUPS);
  tell(ctx, group, { changeType: 'create' });
  return group;
}

export type Joining = {
  ids: { id: string; type: 1 | 2 }[];
  /** 1 invited directly, 2 invite link, 3 QR code. */
  scene: GroupMember['joinScene'];
  invitor?: string;
  state?: string;
};

/** Who is in already stays as they are; how many came. */
export function addToGroup(ctx: Ctx, group: Group, joining: Joining): number {
  const { scene, invitor, state } = joining;
  const fresh = joining.ids.filter(({ id }) => !group.members.some((member) => member.id === id));
  if (fresh.length === 0) return 0;
  const joinedAt = ctx.clock.now();
  group.members.push(
    ...fresh.map(({ id, type }) => ({
      id,
      type,
      joinedAt,
      joinScene: scene,
      ...(invitor === undefined ? {} : { invitor }),
      nickname: '',
      ...(state === undefined ? {} : { state }),
    })),
  );
  // The event counts invitations and their links as 0; a QR code is 3, as it is in groupchat/get.
  const JoinScene = scene === 3 ? 3 : 0;
  tellMembers(ctx, group, { UpdateDetail: 'add_member', JoinScene, ids: fresh.map(({ id }) => id) });
  return fresh.length;
}

/** `removed`: by the owner or an admin, otherwise they left by themselves. How many went; the owner cannot. */
export function takeFromGroup(ctx: Ctx, group: Group, leaving: { ids: string[]; removed: boolean }): number {
  const gone = group.members.filter(({ id }) => id !== group.owner && leaving.ids.includes(id));
  if (gone.length === 0) return 0;
  group.members = group.members.filter((member) => !gone.includes(member));
  const ids = gone.map(({ id }) => id);
  group.admins = group.admins.filter((id) => !ids.includes(id));
  const QuitScene = leaving.removed ? 1 : 0;
  tellMembers(ctx, group, { UpdateDetail: 'del_member', QuitScene, ids });
  return gone.length;
}

/** The new owner joins when not in the group yet. */
export function changeOwner(ctx: Ctx, group: Group, userid: string): void {
  if (!group.members.some(({ id }) => id === userid)) {
    const joinedAt = ctx.clock.now();
    group.members.push({ id: userid, type: 1, joinedAt, joinScene: 1, invitor: group.owner, nickname: '' });
    group.memberVersion = ctx.random.hex(32);
  }
  group.owner = userid;
  tell(ctx, group, { changeType: 'update', UpdateDetail: 'change_owner' });
}

export function renameGroup(ctx: Ctx, group: Group, name: string): void {
  group.name = name;
  tell(ctx, group, { changeType: 'update', UpdateDetail: 'change_name' });
}

export function changeNotice(ctx: Ctx, group: Group, notice: string): void {
  group.notice = notice;
  tell(ctx, group, { changeType: 'update', UpdateDetail: 'change_notice' });
}

/** Admins fire no event. */
export function setAdmins(group: Group, admins: string[]): void {
  group.admins = admins.filter((userid) => group.members.some(({ id }) => id === userid));
}

export function dismissGroup(ctx: Ctx, group: Group): void {
  const { wecom } = ctx.state;
  wecom.groups = wecom.groups.filter((one) => one !== group);
  wecom.dismissedGroups = [...wecom.dismissedGroups, group.chatId].slice(-KEPT_DISMISSED);
  tell(ctx, group, { changeType: 'dismiss' });
}

type MemberChange = XmlFields & { UpdateDetail: string; ids: string[] };

function tellMembers(ctx: Ctx, group: Group, { ids, ...scene }: MemberChange): void {
  const LastMemVer = group.memberVersion;
  group.memberVersion = ctx.random.hex(32);
  tell(ctx, group, {
    changeType: 'update',
    ...scene,
    MemChangeCnt: ids.length,
    MemChangeList: { Item: ids },
    LastMemVer,
    CurMemVer: group.memberVersion,
  });
}

function tell(ctx: Ctx, group: Group, told: XmlFields & { changeType: string }): void {
  const { changeType, ...fields } = told;
  queueEvent(ctx, {
    event: 'change_external_chat',
    changeType,
    subject: group.chatId,
    fields: { ChatId: group.chatId, ...fields },
  });
}
