/** Fields without which ww.sendChatMessage refuses, by message type. */
const NEEDED: Record<string, string[]> = {
  text: ['content'],
  image: ['mediaid'],
  video: ['mediaid'],
  file: ['mediaid'],
  news: ['link', 'title'],
  miniprogram: ['appid', 'title', 'imgUrl', 'page'],
};

/** What is wrong with the parameters of sendChatMessage, or nothing. */
export function chatMessageProblem(params: Record<string, unknown>): string | undefined {
  const msgtype = String(params.msgtype);
  const needed = Object.hasOwn(NEEDED, msgtype) ? NEEDED[msgtype] : undefined;
  if (!needed) return `invalid msgtype ${msgtype}`;
  const content = params[msgtype];
  if (typeof content !== 'object' || content === null) return `missing ${msgtype}`;
  const text = (field: string): string => String(Reflect.get(content, field) ?? '');
  const missing = needed.find((field) => text(field) === '');
  if (missing !== undefined) return `missing ${msgtype}.${missing}`;
  const page = text('page').split('?')[0] ?? '';
  if (msgtype === 'miniprogram' && !page.endsWith('.html')) return 'miniprogram.page must end with .html';
  return undefined;
}
