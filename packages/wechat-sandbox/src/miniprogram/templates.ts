import { z } from 'zod';
import type { Ctx } from '../ctx';
import { jsonBody } from '../http/body';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import type { MessageTemplate } from '../world';
import type { OwnTemplate } from './state';
import { CATEGORIES, LIBRARY } from './template-library';
import type { Keyword } from './template-library';

const MOST_OWN = 50;
const LARGEST_PAGE = 30;
const LONGEST_SCENE = 15;

const addSchema = z.object({
  tid: z.union([z.string(), z.number()]).optional(),
  kidList: z.array(z.union([z.string(), z.number()])).optional(),
  sceneDesc: z.string().optional(),
});
const deleteSchema = z.object({ priTmplId: z.string().optional() });

/** What the account may send: the world's templates and those put together since, without the deleted ones. */
export function templatesOf(ctx: Ctx): MessageTemplate[] {
  const { ownTemplates, deletedTemplates } = ctx.state.mini;
  const given = ctx.world.miniProgram.templates.filter(({ id }) => !deletedTemplates.includes(id));
  return [...given, ...ownTemplates];
}

export function getCategories(): Outgoing {
  return json({ errcode: 0, errmsg: 'ok', data: CATEGORIES });
}

/** getpubtemplatetitles?ids&start&limit. Refuses 200016, 200017, 200018, 200019. */
export function getTitles(_ctx: Ctx, { query }: Incoming): Outgoing {
  const ids = (query.get('ids') ?? '').split(',').filter(Boolean);
  if (ids.length === 0) throw new Refusal(200018, 'ids is empty');
  if (!ids.every((id) => CATEGORIES.some((category) => String(category.id) === id)))
    throw new Refusal(200019, 'invalid ids');
  const start = wholeNumber(query.get('start'));
  const limit = wholeNumber(query.get('limit'));
  if (start === undefined) throw new Refusal(200016, 'invalid start');
  if (limit === undefined || limit < 1 || limit > LARGEST_PAGE) throw new Refusal(200017, 'invalid limit');
  const found = LIBRARY.filter(({ categoryId }) => ids.includes(String(categoryId)));
  const data = found
    .slice(start, start + limit)
    .map(({ tid, title, type, categoryId }) => ({ tid, title, type, categoryId }));
  return json({ errcode: 0, errmsg: 'ok', count: found.length, data });
}

/** getpubtemplatekeywords?tid. */
export function getKeywords(_ctx: Ctx, { query }: Incoming): Outgoing {
  const { keywords } = requireTitle(query.get('tid') ?? '');
  const data = keywords.map(({ kid, name, example, rule }) => ({ kid, name, example, rule }));
  return json({ errcode: 0, errmsg: 'ok', count: data.length, data });
}

/** addtemplate: 2 to 5 keywords of a title, in any order. Refuses 200014, 200020, 200021, 200022, 200012. */
export function addTemplate(ctx: Ctx, request: Incoming): Outgoing {
  const { tid = '', kidList = [], sceneDesc = '' } = jsonBody(request, addSchema, 200020);
  const title = requireTitle(String(tid));
  const kids = kidList.map(Number);
  const keywords = kids.map((kid) => title.keywords.find((keyword) => keyword.kid === kid));
  const known = keywords.filter((keyword) => keyword !== undefined);
  if (kids.length < 2 || kids.length > 5 || known.length < kids.length || new Set(kids).size < kids.length)
    throw new Refusal(200020, 'invalid kidList');
  if (sceneDesc === '' || [...sceneDesc].length > LONGEST_SCENE)
    throw new Refusal(200021, 'invalid sceneDesc');
  const { mini } = ctx.state;
  const same = (old: OwnTemplate): boolean =>
    old.tid === title.tid && old.kidList.join() === kids.join() && !mini.deletedTemplates.includes(old.id);
  if (mini.ownTemplates.some(same)) throw new Refusal(200022, 'the template already exists');
  if (templatesOf(ctx).length >= MOST_OWN) throw new Refusal(200012, 'too many templates');
  const template: OwnTemplate = {
    id: ctx.random.text(43),
    title: title.title,
    type: title.type,
    tid: title.tid,
    kidList: kids,
    ...composed(known),
  };
  mini.ownTemplates.push(template);
  return json({ errcode: 0, errmsg: 'ok', priTmplId: template.id });
}

export function getTemplates(ctx: Ctx): Outgoing {
  const own = new Map(ctx.state.mini.ownTemplates.map((template) => [template.id, template]));
  const data = templatesOf(ctx).map((template) => {
    const { content = linesOf(template.fields ?? {}), example = '' } = own.get(template.id) ?? {};
    const enums = Object.entries(template.enums ?? {});
    return {
      priTmplId: template.id,
      title: template.title,
      content,
      example,
      type: template.type ?? 2,
      ...(enums.length > 0
        ? {
            keywordEnumValueList: enums.map(([keywordCode, enumValueList]) => ({
              keywordCode: `${keywordCode}.DATA`,
              enumValueList,
            })),
          }
        : {}),
    };
  });
  return json({ errcode: 0, errmsg: 'ok', data });
}

export function deleteTemplate(ctx: Ctx, request: Incoming): Outgoing {
  const { priTmplId = '' } = jsonBody(request, deleteSchema, 200002);
  const { mini } = ctx.state;
  if (!templatesOf(ctx).some(({ id }) => id === priTmplId)) throw new Refusal(200014, 'invalid priTmplId');
  const before = mini.ownTemplates.length;
  mini.ownTemplates = mini.ownTemplates.filter(({ id }) => id !== priTmplId);
  if (mini.ownTemplates.length === before) mini.deletedTemplates.push(priTmplId);
  for (const key of Object.keys(mini.subscriptions)) {
    if (key.endsWith(` ${priTmplId}`)) delete mini.subscriptions[key];
  }
  return json({ errcode: 0, errmsg: 'ok' });
}

/** Keys are the kind of the keyword and its number: `thing1`. */
function composed(
  keywords: Keyword[],
): Pick<OwnTemplate, 'fields' | 'enums' | 'content' | 'example'> & { fields: Record<string, string> } {
  const keyed = keywords.map((keyword) => ({ ...keyword, key: `${keyword.rule}${keyword.kid}` }));
  const fields = Object.fromEntries(keyed.map(({ key, name }) => [key, name]));
  const enums = keyed.flatMap(({ key, enumValues }) => (enumValues ? [[key, enumValues] as const] : []));
  return {
    fields,
    ...(enums.length > 0 ? { enums: Object.fromEntries(enums) } : {}),
    content: linesOf(fields),
    example: keyed.map(({ name, example }) => `${name}:${example}\n`).join(''),
  };
}

function linesOf(fields: Record<string, string>): string {
  return Object.entries(fields)
    .map(([key, name]) => `${name}:{{${key}.DATA}}\n`)
    .join('');
}

function requireTitle(tid: string): (typeof LIBRARY)[number] {
  const title = LIBRARY.find((candidate) => String(candidate.tid) === tid);
  if (!title) throw new Refusal(200014, 'invalid tid');
  return title;
}

function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
