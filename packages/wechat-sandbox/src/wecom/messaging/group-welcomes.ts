import { z } from 'zod';
import type { Ctx } from '../../ctx';
import type { Incoming, Outgoing } from '../../http/message';
import { Refusal } from '../../http/refusal';
import { ok, readBody, textUpTo } from '../api';
import { attachmentSchema, requireAttachment } from './attachments';
import type { Attachment } from './attachments';
import type { GroupWelcome } from './types';

const MOST_TEMPLATES = 100;
const KINDS = ['image', 'link', 'miniprogram', 'file', 'video'] as const;

const contentSchema = z.looseObject({
  text: z.object({ content: textUpTo(3000) }).optional(),
  /** 1 tells the group owners of the template. */
  notify: z.union([z.literal(0), z.literal(1)]).optional(),
});
const idSchema = z.looseObject({ template_id: z.string() });

/** Refuses: 40063, 40058 for more than one kind of attachment, 41055 over 100 templates, 40007, 90206. */
export function addGroupWelcome(ctx: Ctx, request: Incoming): Outgoing {
  const { wecom } = ctx.state;
  const content = requireTemplate(ctx, request);
  if (wecom.groupWelcomes.length >= MOST_TEMPLATES) throw new Refusal(41055, 'too many templates');
  const template: GroupWelcome = { templateId: `msg${ctx.random.text(32)}`, ...content };
  wecom.groupWelcomes.push(template);
  return ok({ template_id: template.templateId });
}

/** Overwrites the template as a whole. */
export function editGroupWelcome(ctx: Ctx, request: Incoming): Outgoing {
  const { template_id } = readBody(request, idSchema);
  const template = requireKnown(ctx, template_id);
  const content = requireTemplate(ctx, request);
  const at = ctx.state.wecom.groupWelcomes.indexOf(template);
  ctx.state.wecom.groupWelcomes[at] = { templateId: template.templateId, ...content };
  return ok();
}

export function getGroupWelcome(ctx: Ctx, request: Incoming): Outgoing {
  const { text, attachment } = requireKnown(ctx, readBody(request, idSchema).template_id);
  return ok({
    ...(text ? { text } : {}),
    ...(attachment ? { [attachment.msgtype]: Reflect.get(attachment, attachment.msgtype) as unknown } : {}),
  });
}

export function deleteGroupWelcome(ctx: Ctx, request: Incoming): Outgoing {
  const template = requireKnown(ctx, readBody(request, idSchema).template_id);
  const { wecom } = ctx.state;
  wecom.groupWelcomes = wecom.groupWelcomes.filter((one) => one !== template);
  return ok();
}

/** Here the kind of the attachment is the name of its field. */
function requireTemplate(ctx: Ctx, request: Incoming): Omit<GroupWelcome, 'templateId'> {
  const body = readBody(request, contentSchema);
  const kinds = KINDS.filter((kind) => body[kind] !== undefined);
  if (!body.text?.content && kinds.length === 0) throw new Refusal(40063, 'the template is empty');
  if (kinds.length > 1) throw new Refusal(40058, 'one kind of attachment at most');
  const [kind] = kinds;
  const attachment = kind && parseAttachment(kind, body[kind]);
  if (attachment) requireAttachment(ctx, attachment);
  return { ...(body.text ? { text: body.text } : {}), ...(attachment ? { attachment } : {}) };
}

function parseAttachment(kind: (typeof KINDS)[number], value: unknown): Attachment {
  const parsed = attachmentSchema.safeParse({ msgtype: kind, [kind]: value });
  if (!parsed.success) throw new Refusal(40058, `invalid ${kind}`);
  return parsed.data;
}

function requireKnown(ctx: Ctx, templateId: string): GroupWelcome {
  const template = ctx.state.wecom.groupWelcomes.find((one) => one.templateId === templateId);
  if (!template) throw new Refusal(40058, 'invalid template_id');
  return template;
}
