import { bytesOf } from '../api';

export type MessageProblem = { errcode: number; words: string };
type Content = Record<string, unknown>;
type Limits = Record<string, { bytes: number; needed?: true; missing?: number }>;

/** Byte limits of texts; what is needed and empty is refused with `missing`. */
const LIMITS: Record<string, Limits> = {
  text: { content: { bytes: 2048, needed: true, missing: 44004 } },
  markdown: { content: { bytes: 2048, needed: true, missing: 44004 } },
  textcard: {
    title: { bytes: 128, needed: true, missing: 41016 },
    description: { bytes: 512, needed: true, missing: 41033 },
    url: { bytes: 2048, needed: true, missing: 41010 },
  },
  video: { title: { bytes: 128 }, description: { bytes: 512 } },
  miniprogram_notice: { page: { bytes: 1024 } },
};
const ARTICLE: Limits = {
  title: { bytes: 128, needed: true, missing: 41016 },
  description: { bytes: 512 },
  url: { bytes: 2048 },
};
const MOST_ARTICLES = 8;
const MOST_ITEMS = 10;

export const MEDIA_MESSAGES = ['image', 'voice', 'video', 'file'] as const;
export const MESSAGE_TYPES = [
  'text',
  'markdown',
  'textcard',
  'news',
  ...MEDIA_MESSAGES,
  'miniprogram_notice',
  'template_card',
];

/** What is wrong with the texts of a message, or nothing. Uploads and cards are looked at elsewhere. */
export function messageProblem(msgtype: string, content: Content): MessageProblem | undefined {
  const limits = LIMITS[msgtype];
  const problem = limits && limitProblem(content, limits);
  if (problem) return problem;
  if (msgtype === 'textcard') return textcardProblem(content);
  if (msgtype === 'news') return newsProblem(content);
  if (msgtype === 'miniprogram_notice') return noticeProblem(content);
  return undefined;
}

function limitProblem(content: Content, limits: Limits): MessageProblem | undefined {
  for (const [field, { bytes, needed, missing = 40063 }] of Object.entries(limits)) {
    const value = content[field];
    if (value === undefined || value === '') {
      if (needed) return { errcode: missing, words: `${field} is empty` };
    } else if (typeof value !== 'string') {
      return { errcode: 40058, words: `${field} is no text` };
    } else if (bytesOf(value) > bytes) {
      return { errcode: 45002, words: `message content size out of limit: ${field}` };
    }
  }
  return undefined;
}

function textcardProblem({ url, btntxt }: Content): MessageProblem | undefined {
  if (!/^https?:\/\//.test(String(url))) return { errcode: 45034, words: 'url has no protocol' };
  if (btntxt !== undefined && (typeof btntxt !== 'string' || [...btntxt].length > 4)) {
    return { errcode: 40058, words: 'btntxt: at most 4 characters' };
  }
  return undefined;
}

function newsProblem({ articles }: Content): MessageProblem | undefined {
  if (!Array.isArray(articles) || articles.length === 0 || articles.length > MOST_ARTICLES) {
    return { errcode: 45008, words: `articles: 1 to ${MOST_ARTICLES}` };
  }
  for (const article of articles) {
    if (!isRecord(article)) return { errcode: 40058, words: 'articles: not an object' };
    const problem = limitProblem(article, ARTICLE);
    if (problem) return problem;
    if (!article.url && !(article.appid && article.pagepath)) {
      return { errcode: 41010, words: 'url, or appid and pagepath, is missing' };
    }
    if (article.url && !/^https?:\/\//.test(String(article.url))) {
      return { errcode: 45034, words: 'url has no protocol' };
    }
  }
  return undefined;
}

/** Title and description count in characters here. */
function noticeProblem(content: Content): MessageProblem | undefined {
  const { title, description, content_item: items = [] } = content;
  if (!content.appid) return { errcode: 90200, words: 'appid is missing' };
  if (!isText(title, 4, 12)) return { errcode: 40058, words: 'title: 4 to 12 characters' };
  if (description !== undefined && !isText(description, 4, 12)) {
    return { errcode: 40058, words: 'description: 4 to 12 characters' };
  }
  if (!Array.isArray(items) || items.length > MOST_ITEMS) {
    return { errcode: 90201, words: `content_item: at most ${MOST_ITEMS}` };
  }
  for (const item of items) {
    if (!isRecord(item) || !isText(item.key, 1, 10)) {
      return { errcode: 90202, words: 'content_item.key: 1 to 10 characters' };
    }
    if (!isText(item.value, 1, 30)) {
      return { errcode: 90203, words: 'content_item.value: 1 to 30 characters' };
    }
  }
  return undefined;
}

export function isRecord(value: unknown): value is Content {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown, least: number, most: number): boolean {
  if (typeof value !== 'string') return false;
  const length = [...value].length;
  return length >= least && length <= most;
}
