import { extname } from 'node:path';
import type { MediaType } from './types';

const MB = 1024 * 1024;
/** A file has to be larger than this. */
const SMALLEST_BYTES = 5;
const EXTENSIONS: Record<MediaType, string[] | null> = {
  image: ['.jpg', '.jpeg', '.png'],
  voice: ['.amr'],
  video: ['.mp4'],
  file: null,
};
const TOO_LARGE: Record<MediaType, number> = { image: 40009, voice: 45001, video: 40011, file: 45001 };

export type Upload = { filename: string; data: Buffer };
export type MediaProblem = { errcode: number; words: string };

/** What is wrong with an upload, or nothing. `largestImageMb` is the rule of that name. */
export function mediaProblem(
  type: MediaType,
  upload: Upload,
  largestImageMb: number,
): MediaProblem | undefined {
  const { filename, data } = upload;
  const most = { image: largestImageMb, voice: 2, video: 10, file: 20 }[type];
  if (data.length <= SMALLEST_BYTES) return { errcode: 40006, words: 'invalid file size: more than 5 bytes' };
  if (data.length > most * MB) return { errcode: TOO_LARGE[type], words: `${type} over ${most} MB` };
  const allowed = EXTENSIONS[type];
  if (allowed && !allowed.includes(extname(filename).toLowerCase())) {
    return { errcode: 40004, words: `invalid media type: ${type} wants ${allowed.join(', ')}` };
  }
  if (type === 'image' && imageType(data) === undefined) {
    return { errcode: 40123, words: 'invalid image format' };
  }
  return undefined;
}

/** The content type that the first bytes tell of, if it is one WeCom takes. */
export function imageType(data: Buffer): 'image/png' | 'image/jpeg' | undefined {
  if (data.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))) return 'image/png';
  if (data.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex'))) return 'image/jpeg';
  return undefined;
}

export function contentTypeOf(type: MediaType, upload: Upload): string {
  if (type === 'image') return imageType(upload.data) ?? 'image/jpeg';
  return { voice: 'audio/amr', video: 'video/mp4', file: 'application/octet-stream' }[type];
}
