import type { Ctx } from '../ctx';
import { windowsAt } from '../weixin/limits.rules';
import type { Shopper } from '../world';
import { opensLeftToday } from './links';
import { isQuery } from './links.rules';
import { visit } from './login';
import { isReleased, splitPath } from './pages';

/** What a tap on a link, or a scanned code, opens; `scene` is that of App.onLaunch, where the documents name one. */
export type Opened =
  | { opened: 'mini-program'; page: string; query: string; envVersion: string; scene?: number }
  | { opened: 'official-account'; event: 'subscribe' | 'SCAN'; eventKey: string }
  | { opened: 'text'; text: string }
  | { opened: false; why: string };

const SCENE_OF_LINKS = 1065;
const SCENE_OF_CODES = { wxacode: 1047, wxaqrcode: 1011 };

/** A person follows a URL link, a scheme or a short link. `?cq=` adds a query of the one who passed the link on. */
export function openLink(ctx: Ctx, shopper: Shopper, url: string): Opened {
  const [, plain = url, added = ''] = /^(.+?)[?&]cq=([^&#]*)/.exec(url) ?? [];
  const link = ctx.state.mini.links.find((known) => known.url === plain);
  if (!link) return { opened: false, why: '链接不存在' };
  if (link.expiresAt !== null && ctx.clock.now() >= link.expiresAt)
    return { opened: false, why: '链接已过期' };
  if (link.kind !== 'short-link' && opensLeftToday(ctx) === 0)
    return { opened: false, why: '今天的打开次数已用完' };
  const extra = decoded(added);
  if (!isQuery(extra)) return { opened: false, why: 'cq 不是合法的 query' };
  countOpen(ctx);
  visit(ctx, shopper.id);
  return {
    opened: 'mini-program',
    page: link.path,
    query: [link.query, extra].filter(Boolean).join('&'),
    envVersion: link.envVersion,
    ...(link.kind === 'short-link' ? {} : { scene: SCENE_OF_LINKS }),
  };
}

/** A mini-program code that was made here; undefined when the text is something else. */
export function openCode(ctx: Ctx, shopper: Shopper, text: string): Opened | undefined {
  const [, kind, path] = /^(wxacode|wxaqrcode):(.*)$/.exec(text) ?? [];
  if (path === undefined || (kind !== 'wxacode' && kind !== 'wxaqrcode')) return undefined;
  const { page, query } = splitPath(path);
  const sceneCode = ctx.state.mini.sceneCodes.find(
    (code) => code.page === page && query === `scene=${code.scene}`,
  );
  if (!isReleased(ctx, page)) return { opened: false, why: '页面不存在' };
  visit(ctx, shopper.id);
  return {
    opened: 'mini-program',
    page,
    // The page gets the scene encoded and has to decode it.
    query: sceneCode ? `scene=${encodeURIComponent(sceneCode.scene)}` : query,
    envVersion: sceneCode?.envVersion ?? 'release',
    scene: SCENE_OF_CODES[kind],
  };
}

function countOpen(ctx: Ctx): void {
  const { mini } = ctx.state;
  const { day } = windowsAt(ctx.clock.now());
  mini.linkOpens = { day, count: (mini.linkOpens.day === day ? mini.linkOpens.count : 0) + 1 };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
