import type { Ctx } from '../ctx';
import { queryParam } from '../http/body';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import type { Department, StaffMember } from '../world';
import { ok } from './api';

/** What the console and the member's own account say; absent fields are as usual. Times are ms of the sandbox's clock. */
export type MemberSettings = {
  /** Has the customer-contact function. */
  customerContact: boolean;
  /** Real-name verified. */
  realName: boolean;
  /** Has logged in to WeCom. */
  active: boolean;
  /** Welcome text of the console, which takes the app's place. */
  consoleWelcome?: string;
  /** Most customers the member can have. */
  customerLimit?: number;
  leftAt?: number;
};

const USUAL: MemberSettings = { customerContact: true, realName: true, active: true };

/** userids are case-insensitive. Somebody who left the company is still found. */
export function staffById(ctx: Ctx, userid: string): StaffMember | undefined {
  const wanted = userid.toLowerCase();
  return ctx.world.staff.find((member) => member.userid.toLowerCase() === wanted);
}

export function settingsOf(ctx: Ctx, userid: string): MemberSettings {
  return ctx.state.wecom.members[userid] ?? USUAL;
}

export function employees(ctx: Ctx): StaffMember[] {
  return ctx.world.staff.filter(({ userid }) => settingsOf(ctx, userid).leftAt === undefined);
}

/** Somebody who is in the company now. Refuses: 60111. */
export function requireEmployee(ctx: Ctx, userid: string): StaffMember {
  const member = staffById(ctx, userid);
  if (!member || settingsOf(ctx, member.userid).leftAt !== undefined) {
    throw new Refusal(60111, 'userid not found');
  }
  return member;
}

/** An employee who can be given customers. Refuses: 60111, 41054 not activated, 40098 not real-name verified, 84083 no customer contact. */
export function requireServiceMember(ctx: Ctx, userid: string): StaffMember {
  const member = requireEmployee(ctx, userid);
  const { active, realName, customerContact } = settingsOf(ctx, member.userid);
  if (!active) throw new Refusal(41054, 'user is not activated');
  if (!realName) throw new Refusal(40098, 'user is not real-name verified');
  if (!customerContact) throw new Refusal(84083, 'not a service member');
  return member;
}

/** The declared departments, and those that only members name. */
export function departments(ctx: Ctx): Department[] {
  const declared = ctx.world.corp.departments;
  const highest = Math.max(1, ...declared.map(({ id }) => id));
  const known = new Set(declared.map(({ name }) => name));
  const named = new Set(ctx.world.staff.map(({ department }) => department));
  const others = [...named].filter((name) => name !== '' && !known.has(name));
  return [...declared, ...others.map((name, index) => ({ id: highest + 1 + index, name, parentid: 1 }))];
}

/** The members of a department and of those below it; undefined when there is no such department. */
export function membersOfDepartment(ctx: Ctx, id: number): StaffMember[] | undefined {
  const all = departments(ctx);
  if (!all.some((department) => department.id === id)) return undefined;
  const names = new Set(below(all, id).map(({ name }) => name));
  return employees(ctx).filter(
    (member) => names.has(member.department) || (id === 1 && member.department === ''),
  );
}

/** The members of a tag of the address book; undefined when there is no such tag. */
export function membersOfTag(ctx: Ctx, tagid: number): StaffMember[] | undefined {
  const tag = ctx.world.corp.memberTags.find((candidate) => candidate.tagid === tagid);
  return tag && employees(ctx).filter((member) => tag.userids.includes(member.userid));
}

export function getUser(ctx: Ctx, request: Incoming): Outgoing {
  const member = requireEmployee(ctx, queryParam(request, 'userid', 41009));
  const { userid, name, position } = member;
  const own = departmentIds(ctx, member);
  const { active } = settingsOf(ctx, userid);
  return ok({
    userid,
    name,
    department: own,
    main_department: own[0],
    position,
    status: active ? 1 : 4,
    enable: 1,
  });
}

export function simpleUserList(ctx: Ctx, request: Incoming): Outgoing {
  const id = Number(queryParam(request, 'department_id', 60123));
  const all = departments(ctx);
  const department = all.find((candidate) => candidate.id === id);
  if (!department) throw new Refusal(60123, 'invalid department id');
  const direct = employees(ctx).filter((member) => departmentIds(ctx, member).includes(id));
  const found = request.query.get('fetch_child') === '1' ? (membersOfDepartment(ctx, id) ?? []) : direct;
  return ok({
    userlist: found.map((member) => ({
      userid: member.userid,
      name: member.name,
      department: departmentIds(ctx, member),
    })),
  });
}

export function departmentList(ctx: Ctx, request: Incoming): Outgoing {
  const all = departments(ctx);
  const id = request.query.get('id');
  if (id && !all.some((department) => department.id === Number(id))) {
    throw new Refusal(60003, 'department not found');
  }
  const shown = id ? below(all, Number(id)) : all;
  return ok({ department: shown.map((one) => ({ ...one, order: one.id })) });
}

function departmentIds(ctx: Ctx, member: StaffMember): number[] {
  const own = departments(ctx).find(({ name }) => name === member.department);
  return [own?.id ?? 1];
}

function below(all: Department[], id: number): Department[] {
  const found = new Set([id]);
  // Parents may stand after their children, so as many rounds as there are levels are needed.
  for (let size = 0; size !== found.size;) {
    size = found.size;
    for (const department of all) if (found.has(department.parentid)) found.add(department.id);
  }
  return all.filter((department) => found.has(department.id));
}
