import { z } from 'zod';
import type { Ctx } from '../../ctx';
import { Refusal } from '../../http/refusal';
import { textUpTo } from '../api';
import { isUploadedImage, requireMedia } from '../media/uploads';

const MOST_ATTACHMENTS = 9;
const MOST_URL_BYTES = 2048;

const image = z.object({ media_id: z.string().optional(), pic_url: z.string().optional() });
const link = z.object({
  title: textUpTo(128),
  picurl: textUpTo(MOST_URL_BYTES).optional(),
  desc: textUpTo(512).optional(),
  url: textUpTo(MOST_URL_BYTES),
});
const miniprogram = z.object({
  title: textUpTo(64),
  pic_media_id: z.string(),
  appid: z.string(),
  page: z.string().max(1024),
});
const byMedia = z.object({ media_id: z.string() });

export const attachmentSchema = z.discriminatedUnion('msgtype', [
  z.object({ msgtype: z.literal('image'), image }),
  z.object({ msgtype: z.literal('link'), link }),
  z.object({ msgtype: z.literal('miniprogram'), miniprogram }),
  z.object({ msgtype: z.literal('video'), video: byMedia }),
  z.object({ msgtype: z.literal('file'), file: byMedia }),
]);
/** What goes to a customer besides the text: each becomes a message of its own. */
export type Attachment =
  | { msgtype: 'image'; image: { media_id?: string | undefined; pic_url?: string | undefined } }
  | {
      msgtype: 'link';
      link: { title: string; picurl?: string | undefined; desc?: string | undefined; url: string };
    }
  | {
      msgtype: 'miniprogram';
      miniprogram: { title: string; pic_media_id: string; appid: string; page: string };
    }
  | { msgtype: 'video'; video: { media_id: string } }
  | { msgtype: 'file'; file: { media_id: string } };

/** `text` and `attachments` of a message to customers; not both empty. `textBytes` is the longest text. */
export function contentFields(textBytes: number): {
  text: z.ZodOptional<z.ZodObject<{ content: z.ZodType<string> }>>;
  attachments: z.ZodOptional<z.ZodArray<typeof attachmentSchema>>;
} {
  return {
    text: z.object({ content: textUpTo(textBytes) }).optional(),
    attachments: z.array(attachmentSchema).max(MOST_ATTACHMENTS).optional(),
  };
}

export type Content = {
  text?: { content: string } | undefined;
  attachments?: Attachment[] | undefined;
};

/** Refuses: 40063 when both are empty, and what requireAttachment refuses. */
export function requireContent(ctx: Ctx, content: Content): void {
  const attachments = content.attachments ?? [];
  if (!content.text?.content && attachments.length === 0) {
    throw new Refusal(40063, 'text and attachments are both empty');
  }
  for (const attachment of attachments) requireAttachment(ctx, attachment);
}

/** Files have to be uploaded and alive (40007), addresses whole (40094), mini-programs linked to the company (90206). */
export function requireAttachment(ctx: Ctx, attachment: Attachment): void {
  if (attachment.msgtype === 'image') requireImage(ctx, attachment.image);
  if (attachment.msgtype === 'link') requireUrls(attachment.link);
  if (attachment.msgtype === 'video') requireMedia(ctx, attachment.video.media_id, { type: 'video' });
  if (attachment.msgtype === 'file') requireMedia(ctx, attachment.file.media_id, { type: 'file' });
  if (attachment.msgtype !== 'miniprogram') return;
  const { appid, pic_media_id, title } = attachment.miniprogram;
  if (title === '') throw new Refusal(40058, 'miniprogram.title is empty');
  if (appid !== ctx.world.miniProgram.appid) throw new Refusal(90206, 'mini-program is not linked');
  requireMedia(ctx, pic_media_id, { type: 'image' });
}

/** media_id counts more than pic_url. */
function requireImage(
  ctx: Ctx,
  image: { media_id?: string | undefined; pic_url?: string | undefined },
): void {
  if (image.media_id) {
    requireMedia(ctx, image.media_id, { type: 'image' });
  } else if (!image.pic_url) {
    throw new Refusal(40063, 'image.media_id and image.pic_url are both empty');
  } else if (!isUploadedImage(image.pic_url)) {
    throw new Refusal(40058, 'image.pic_url is no address of media/uploadimg');
  }
}

function requireUrls(link: { title: string; url: string; picurl?: string | undefined }): void {
  if (link.title === '') throw new Refusal(40058, 'link.title is empty');
  for (const url of [link.url, link.picurl]) {
    if (url && !/^https?:\/\//.test(url)) throw new Refusal(40094, 'invalid url');
  }
  if (link.url === '') throw new Refusal(40094, 'invalid url');
}

/** The messages a customer sees, in order: the text, then each attachment. */
export function contentMessages(content: Content): { msgtype: string; content: unknown }[] {
  const text = content.text?.content
    ? [{ msgtype: 'text', content: { content: content.text.content } as unknown }]
    : [];
  const rest = (content.attachments ?? []).map((attachment) => ({
    msgtype: attachment.msgtype,
    content: Reflect.get(attachment, attachment.msgtype) as unknown,
  }));
  return [...text, ...rest];
}
