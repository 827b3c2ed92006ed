import type { Ctx } from '../../ctx';
import { queryParam } from '../../http/body';
import { reply } from '../../http/message';
import type { Incoming, Outgoing } from '../../http/message';
import { Refusal } from '../../http/refusal';
import { beijingTime } from '../../state/rfc3339';
import { DAY_MS, ok, wireSeconds } from '../api';
import { contentTypeOf, imageType, mediaProblem } from './media.rules';
import type { Upload } from './media.rules';
import { readMultipart } from './multipart';
import { keepFile, storedFile } from './store';
import { MEDIA_TYPES } from './types';
import type { Media, MediaType } from './types';

const LIFE_MS = 3 * DAY_MS;
const KEPT = 2000;
const FIELD = 'media';
const IMAGES_PER_DAY = 1000;
const IMAGES_PER_MONTH = 3000;
const LARGEST_IMAGE_URL_MB = 2;
const IMAGE_PATH = '/wecom/images/';

type Kind = { type: MediaType; attachmentType?: 1 | 2 };

/** Refuses: 40005, 44001, 40006, 40009, 40011, 45001, 40004, 40123. */
export function uploadMedia(ctx: Ctx, request: Incoming): Outgoing {
  const type = typeOf(request.query.get('type'));
  return keepMedia(ctx, { type }, uploadOf(request));
}

/** Files for moments (1) and the product album (2). Refuses as uploadMedia does. */
export function uploadAttachment(ctx: Ctx, request: Incoming): Outgoing {
  const type = typeOf(request.query.get('media_type'));
  const attachmentType = Number(request.query.get('attachment_type'));
  if (attachmentType !== 1 && attachmentType !== 2) {
    throw new Refusal(40058, 'invalid Request Parameter: attachment_type');
  }
  if (type === 'voice') throw new Refusal(40005, 'invalid type');
  return keepMedia(ctx, { type, attachmentType }, uploadOf(request));
}

/** A permanent address for pictures in messages. Refuses: 44001, 40006, 40009, 40123, 45009. */
export function uploadImage(ctx: Ctx, request: Incoming): Outgoing {
  const upload = uploadOf(request);
  const problem = mediaProblem('image', { ...upload, filename: 'any.png' }, LARGEST_IMAGE_URL_MB);
  if (problem) throw new Refusal(problem.errcode, problem.words);
  countImages(ctx, 1);
  const id = ctx.random.text(43);
  keepFile(ctx, `image ${id}`, {
    bytes: Buffer.from(upload.data),
    contentType: imageType(upload.data) ?? 'image/png',
    filename: upload.filename,
  });
  return ok({ url: `${ctx.url}${IMAGE_PATH}${id}` });
}

/** The bytes themselves. Refuses: 41006, 40007 for what is unknown, older than three days, or from before a restart. */
export function getMedia(ctx: Ctx, request: Incoming): Outgoing {
  const media = requireMedia(ctx, queryParam(request, 'media_id', 41006));
  const file = storedFile(ctx, media.mediaId);
  if (!file) throw new Refusal(40007, 'invalid media_id: its bytes are not kept any more');
  const answer = reply(200, file.contentType, file.bytes);
  const name = encodeURIComponent(file.filename);
  answer.headers['content-disposition'] = `attachment; filename="${name}"; filename*=UTF-8''${name}`;
  return answer;
}

/** An uploaded file that is still good, of the wanted kind when there is one. Refuses: 40007. */
export function requireMedia(ctx: Ctx, mediaId: string, wanted?: Kind): Media {
  const media = ctx.state.wecom.media.find((one) => one.mediaId === mediaId);
  const alive = media && ctx.clock.now() - media.createdAt < LIFE_MS;
  const fits = !wanted || (media?.type === wanted.type && media.attachmentType === wanted.attachmentType);
  if (!alive || !fits) throw new Refusal(40007, 'invalid media_id');
  return media;
}

/** Whether the address is one that media/uploadimg gave, here or at the real platform. */
export function isUploadedImage(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { pathname, hostname } = new URL(url);
  return new RegExp(`${IMAGE_PATH}[A-Za-z0-9]{43}$`).test(pathname) || hostname.endsWith('.qpic.cn');
}

/** What a browser gets from the address of uploadimg. */
export function imageFile(ctx: Ctx, id: string): Outgoing {
  const file = storedFile(ctx, `image ${id}`);
  if (!file) return reply(404, 'text/plain; charset=utf-8', 'not kept any more');
  return reply(200, file.contentType, file.bytes);
}

function typeOf(type: string | null): MediaType {
  const found = MEDIA_TYPES.find((candidate) => candidate === type);
  if (!found) throw new Refusal(40005, 'invalid type');
  return found;
}

function uploadOf(request: Incoming): Upload {
  const parts = readMultipart(request.headers['content-type'], request.body);
  const part = parts?.find(({ name, filename }) => name === FIELD && filename !== undefined);
  if (!part) throw new Refusal(44001, `empty media data: multipart/form-data with a file in ${FIELD}`);
  return { filename: part.filename ?? '', data: part.data };
}

function keepMedia(ctx: Ctx, { type, attachmentType }: Kind, upload: Upload): Outgoing {
  const problem = mediaProblem(type, upload, ctx.rules.largestImageMb);
  if (problem) throw new Refusal(problem.errcode, problem.words);
  const { wecom } = ctx.state;
  const now = ctx.clock.now();
  const media: Media = {
    mediaId: ctx.random.text(64),
    type,
    filename: upload.filename,
    contentType: contentTypeOf(type, upload),
    size: upload.data.length,
    createdAt: now,
    ...(attachmentType === undefined ? {} : { attachmentType }),
  };
  wecom.media = [...wecom.media.filter((old) => now - old.createdAt < LIFE_MS), media].slice(-KEPT);
  keepFile(ctx, media.mediaId, {
    // A slice would keep the whole request in memory.
    bytes: Buffer.from(upload.data),
    contentType: media.contentType,
    filename: media.filename,
  });
  const createdAt = wireSeconds(now);
  // A text for messages, a number for attachments: so the pages have it.
  const created_at = attachmentType === undefined ? String(createdAt) : createdAt;
  return ok({ type, media_id: media.mediaId, created_at });
}

/** Counts pictures of the company, of this app or another. Refuses: 45009 when the day or the month is full. */
export function countImages(ctx: Ctx, count: number): void {
  const { imageUploads } = ctx.state.wecom;
  const day = beijingTime(ctx.clock.now()).slice(0, 10);
  const month = day.slice(0, 7);
  if (imageUploads.day !== day) Object.assign(imageUploads, { day, dayCount: 0 });
  if (imageUploads.month !== month) Object.assign(imageUploads, { month, monthCount: 0 });
  if (imageUploads.dayCount + count > IMAGES_PER_DAY || imageUploads.monthCount + count > IMAGES_PER_MONTH) {
    throw new Refusal(45009, 'api freq out of limit: images per day or month');
  }
  imageUploads.dayCount += count;
  imageUploads.monthCount += count;
}
