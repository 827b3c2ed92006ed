import { z } from 'zod';
import type { Ctx } from '../ctx';
import { jsonBody } from '../http/body';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import { windowsAt } from '../weixin/limits.rules';
import { expiresAt, isQuery, longestExpiry } from './links.rules';
import type { Expiry } from './links.rules';
import { isReleased, splitPath } from './pages';
import type { MiniLink } from './state';
import { findingIn } from './text-safety';

const KEPT = 2000;
const LONGEST_SHORT_PATH = 1024;
const LONGEST_TITLE = 20;
const VERSIONS = ['release', 'trial', 'develop'];

const target = {
  path: z.string().optional(),
  query: z.string().optional(),
  env_version: z.string().optional(),
};
const expiry = {
  is_expire: z.boolean().optional(),
  expire_type: z.number().optional(),
  expire_time: z.number().optional(),
  expire_interval: z.number().optional(),
};
const urlLinkSchema = z.object({
  ...target,
  ...expiry,
  cloud_base: z.object({ env: z.string() }).optional(),
});
const schemeSchema = z.object({ jump_wxa: z.object(target).optional(), ...expiry });
const shortSchema = z.object({
  page_url: z.string().optional(),
  page_title: z.string().optional(),
  is_permanent: z.boolean().optional(),
});
const queryLinkSchema = z.object({ url_link: z.string().optional(), query_type: z.number().optional() });
const querySchemeSchema = z.object({ scheme: z.string().optional(), query_type: z.number().optional() });

type Target = { path?: string | undefined; query?: string | undefined; env_version?: string | undefined };

/** generate_urllink. Refuses 85079, 85407, 85408, 85402, 40165, 40212, 85401, 85406, 85088. */
export function generateUrlLink(ctx: Ctx, request: Incoming): Outgoing {
  const body = jsonBody(request, urlLinkSchema);
  if (body.cloud_base) throw new Refusal(85088, 'cloud base is not opened');
  const url = `https://wxaurl.cn/${ctx.random.text(11)}`;
  keepLink(ctx, { kind: 'url-link', url, ...destination(ctx, body, body) });
  return json({ errcode: 0, errmsg: 'ok', url_link: url });
}

/** generatescheme. Refuses the same as generate_urllink. */
export function generateScheme(ctx: Ctx, request: Incoming): Outgoing {
  const body = jsonBody(request, schemeSchema);
  const url = `weixin://dl/business/?t=${ctx.random.text(12)}`;
  keepLink(ctx, { kind: 'scheme', url, ...destination(ctx, body.jump_wxa ?? {}, body) });
  return json({ errcode: 0, errmsg: 'ok', openlink: url });
}

/** genwxashortlink: for a chat inside of WeChat. Refuses 40066, 40225, 85400. */
export function generateShortLink(ctx: Ctx, request: Incoming): Outgoing {
  const { page_url = '', page_title = '', is_permanent = false } = jsonBody(request, shortSchema);
  const { mini } = ctx.state;
  const { page, query } = splitPath(page_url.replace(/^\//, ''));
  if (page === '' || page_url.length > LONGEST_SHORT_PATH || !isReleased(ctx, page))
    throw new Refusal(40066, 'invalid url');
  if (findingIn(page_title)?.suggest === 'risky') throw new Refusal(40225, 'invalid page title');
  if (is_permanent && mini.permanentShortLinks >= ctx.rules.permanentShortLinks)
    throw new Refusal(85400, 'reach max long time quota limit');
  if (is_permanent) mini.permanentShortLinks += 1;
  const characters = [...page_title];
  const title =
    characters.length > LONGEST_TITLE ? `${characters.slice(0, LONGEST_TITLE).join('')}...` : page_title;
  const now = ctx.clock.now();
  const url = `#小程序://${ctx.world.miniProgram.name}/${title}/${ctx.random.text(15)}`;
  keepLink(ctx, {
    kind: 'short-link',
    url,
    path: page,
    query,
    envVersion: 'release',
    createdAt: now,
    expiresAt: is_permanent ? null : longestExpiry(now),
  });
  return json({ errcode: 0, errmsg: 'ok', link: url });
}

export function queryUrlLink(ctx: Ctx, request: Incoming): Outgoing {
  const { url_link, query_type } = jsonBody(request, queryLinkSchema);
  return tellOf(ctx, { url: url_link, queryType: query_type, name: 'url_link_info' });
}

/** queryscheme. A plain scheme has to be opened up in the console first, which nobody can do here: 85405. */
export function queryScheme(ctx: Ctx, request: Incoming): Outgoing {
  const { scheme, query_type } = jsonBody(request, querySchemeSchema);
  if (scheme?.startsWith('weixin://dl/business/?appid='))
    throw new Refusal(85405, 'appid or path not support plain scheme');
  return tellOf(ctx, { url: scheme, queryType: query_type, name: 'scheme_info' });
}

export function opensLeftToday(ctx: Ctx): number {
  const { day, count } = ctx.state.mini.linkOpens;
  const used = day === windowsAt(ctx.clock.now()).day ? count : 0;
  return Math.max(0, ctx.rules.linkOpensPerDay - used);
}

/** query_type 0 asks for the link itself, 1 for what is left of today's opens. */
function tellOf(
  ctx: Ctx,
  asked: { url: string | undefined; queryType: number | undefined; name: string },
): Outgoing {
  const { url, queryType = 0, name } = asked;
  const quota_info = { remain_visit_quota: opensLeftToday(ctx) };
  if (queryType === 1) return json({ errcode: 0, errmsg: 'ok', quota_info });
  if (queryType !== 0 || !url) throw new Refusal(40097, 'invalid args');
  const link = ctx.state.mini.links.find((known) => known.url === url);
  if (!link || link.kind === 'short-link') throw new Refusal(85403, 'not found');
  return json({
    errcode: 0,
    errmsg: 'ok',
    [name]: {
      appid: ctx.world.miniProgram.appid,
      path: link.path,
      query: link.query,
      create_time: Math.floor(link.createdAt / 1000),
      expire_time: link.expiresAt === null ? 0 : Math.floor(link.expiresAt / 1000),
      env_version: link.envVersion,
    },
    quota_info,
  });
}

/** Where the link leads and until when, checked. */
function destination(ctx: Ctx, to: Target, until: Expiry): Omit<MiniLink, 'kind' | 'url'> {
  const { mini } = ctx.state;
  const { path = '', query = '', env_version: envVersion = 'release' } = to;
  if (mini.linkPermission === 'none') throw new Refusal(85407, 'no scheme permission');
  if (mini.linkPermission === 'banned') throw new Refusal(85408, 'appid banned');
  if (!mini.released) throw new Refusal(85079, 'miniprogram has no online release');
  if (!VERSIONS.includes(envVersion)) throw new Refusal(85402, 'invalid env_version');
  const page = path.replace(/^\//, '');
  if (page.includes('?') || !isReleased(ctx, page)) throw new Refusal(40165, 'invalid weapp pagepath');
  if (!isQuery(query)) throw new Refusal(40212, 'invalid query');
  const now = ctx.clock.now();
  const asked = expiresAt(until, now);
  const end = asked === 'unsaid' && ctx.rules.linkWithoutExpiry === '30-days' ? longestExpiry(now) : asked;
  if (end === undefined || end === 'unsaid') throw new Refusal(85401, 'time limit between 1min and 30days');
  if (opensLeftToday(ctx) === 0) throw new Refusal(85406, 'daily visit limit');
  return { path: page, query, envVersion, createdAt: now, expiresAt: end };
}

function keepLink(ctx: Ctx, link: MiniLink): void {
  ctx.state.mini.links = [...ctx.state.mini.links, link].slice(-KEPT);
}
