import type { Ctx } from '../ctx';
import { Refusal } from '../http/refusal';

/** Page of the released version, without a slash before it and without a query; 41030 otherwise. The empty page is the home page. */
export function requirePage(ctx: Ctx, page: string): void {
  const wrongForm = page.startsWith('/') || page.includes('?');
  if (wrongForm || !isReleased(ctx, page)) throw new Refusal(41030, 'invalid page');
}

/** Whether the released version has this page; before the pages are told, it has every one. */
export function isReleased(ctx: Ctx, page: string): boolean {
  const { pages } = ctx.state.mini;
  return page === '' || pages === null || pages.includes(page);
}

/** `pages/a/b?x=1` is a page and a query. */
export function splitPath(path: string): { page: string; query: string } {
  const at = path.indexOf('?');
  return at < 0 ? { page: path, query: '' } : { page: path.slice(0, at), query: path.slice(at + 1) };
}
