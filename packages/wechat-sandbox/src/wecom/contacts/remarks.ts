import { z } from 'zod';
import type { Ctx } from '../../ctx';
import type { Incoming, Outgoing } from '../../http/message';
import { Refusal } from '../../http/refusal';
import { ok, readBody } from '../api';
import { requireFollow } from '../customers';
import { requireMedia } from '../media/uploads';
import { tellEdited } from './relations';
import type { CorpTag, Follow } from './types';

const LENGTH = { remark: 20, description: 150, remark_company: 20 };
const MOST_TAGS = 3000;
/** The page names no limit; this one keeps the state small. */
const MOST_MOBILES = 100;

const remarkSchema = z.object({
  userid: z.string(),
  external_userid: z.string(),
  remark: z.string().max(LENGTH.remark).optional(),
  description: z.string().max(LENGTH.description).optional(),
  remark_company: z.string().max(LENGTH.remark_company).optional(),
  remark_mobiles: z.array(z.string().max(32)).max(MOST_MOBILES).optional(),
  remark_pic_mediaid: z.string().optional(),
});
const markTagSchema = z.object({
  userid: z.string(),
  external_userid: z.string(),
  add_tag: z.array(z.string()).optional(),
  remove_tag: z.array(z.string()).optional(),
});

export type Remarks = Pick<
  z.infer<typeof remarkSchema>,
  'remark' | 'description' | 'remark_company' | 'remark_mobiles' | 'remark_pic_mediaid'
>;

/** Refuses: 60111, 40096, 84061, 40063 without any field, 41056 for the company of somebody who uses WeCom, 40007. */
export function remarkCustomer(ctx: Ctx, request: Incoming): Outgoing {
  const { userid, external_userid, ...fields } = readBody(request, remarkSchema);
  const follow = requireFollow(ctx, userid, external_userid);
  const given = Object.values(fields).filter((value) => value !== undefined);
  if (given.length === 0) throw new Refusal(40063, 'some parameters are empty');
  if (fields.remark_company !== undefined && external_userid.startsWith('wo')) {
    throw new Refusal(41056, 'remark_company is for WeChat users only');
  }
  if (fields.remark_pic_mediaid) requireMedia(ctx, fields.remark_pic_mediaid, { type: 'image' });
  const visible = applyRemarks(follow, fields);
  if (visible && ctx.rules.apiEditsCallBack) tellEdited(ctx, follow);
  return ok();
}

/** Lists overwrite; `[""]` clears the mobiles. True unless only mobiles were given: those alone fire no event. */
export function applyRemarks(follow: Follow, fields: Remarks): boolean {
  if (fields.remark !== undefined) follow.remark = fields.remark;
  if (fields.description !== undefined) follow.description = fields.description;
  if (fields.remark_company !== undefined) follow.remarkCorpName = fields.remark_company;
  if (fields.remark_pic_mediaid !== undefined) follow.remarkPicMediaid = fields.remark_pic_mediaid;
  if (fields.remark_mobiles) follow.remarkMobiles = fields.remark_mobiles.filter((mobile) => mobile !== '');
  const { remark_mobiles: _mobiles, ...others } = fields;
  return Object.values(others).some((value) => value !== undefined);
}

/** Tags belong to the pair of member and customer. Refuses: 40063, 60111, 40096, 84061, 40068, 301002 (see rule), 40058. */
export function markTags(ctx: Ctx, request: Incoming): Outgoing {
  const body = readBody(request, markTagSchema);
  const add = body.add_tag ?? [];
  const remove = body.remove_tag ?? [];
  if (add.length + remove.length === 0) throw new Refusal(40063, 'add_tag and remove_tag are both empty');
  const follow = requireFollow(ctx, body.userid, body.external_userid);
  const tags = [...add, ...remove].map((id) => requireTag(ctx, id));
  if (!ctx.rules.foreignTagsMarkable && tags.some((tag) => tag.by !== 'app')) {
    throw new Refusal(301002, 'not allow to operate a tag of another app');
  }
  changeTags(follow, add, remove);
  if (ctx.rules.apiEditsCallBack) tellEdited(ctx, follow);
  return ok();
}

/** Refuses: 40058 when the pair would have more than 3 000. */
export function changeTags(follow: Follow, add: string[], remove: string[]): void {
  const left = follow.tagIds.filter((id) => !remove.includes(id) && !add.includes(id));
  const wanted = [...left, ...new Set(add)];
  if (wanted.length > MOST_TAGS) throw new Refusal(40058, `at most ${MOST_TAGS} tags`);
  follow.tagIds = wanted;
}

/** Refuses: 40068. */
export function requireTag(ctx: Ctx, id: string): CorpTag {
  const tag = ctx.state.wecom.tagGroups.flatMap((group) => group.tags).find((one) => one.id === id);
  if (!tag) throw new Refusal(40068, 'invalid tagid');
  return tag;
}
