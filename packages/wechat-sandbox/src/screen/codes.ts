import type { Ctx } from '../ctx';
import { codeText, pathCodeText } from '../miniprogram/scene-codes';
import { qrUrl } from '../wecom/contact-ways/contact-ways';
import { staffById } from '../wecom/members';
import { newest } from './newest';
import type { CodeView } from './types';

/** Everything made so far that somebody could hold a phone over, by kind. */
export function codeViews(ctx: Ctx): CodeView[] {
  const { mini } = ctx.state;
  const sceneCodes = newest(mini.sceneCodes).map((code): CodeView => ({
    kind: 'mini-program',
    title: code.page || '首页',
    note: `scene=${code.scene}`,
    text: codeText(code),
  }));
  const pathCodes = newest(mini.pathCodes).map((code): CodeView => ({
    kind: 'mini-program',
    title: code.path,
    note: code.kind,
    text: pathCodeText(code),
  }));
  const links = newest(mini.links).map(({ kind, url, path }): CodeView => ({
    kind: 'link',
    title: path || '首页',
    note: `${kind} ${url}`,
    text: url,
  }));
  return [
    ...payCodes(ctx),
    ...contactCodes(ctx),
    ...officialCodes(ctx),
    ...sceneCodes,
    ...pathCodes,
    ...links,
  ];
}

function officialCodes(ctx: Ctx): CodeView[] {
  const now = ctx.clock.now();
  const living = ctx.state.official.qrCodes.filter(({ expiresAt }) => expiresAt === null || now < expiresAt);
  return newest(living).map(({ scene, url, actionName }) => ({
    kind: 'official-account',
    title: `场景 ${scene}`,
    note: actionName,
    text: url,
  }));
}

function contactCodes(ctx: Ctx): CodeView[] {
  const { contactWays, joinWays } = ctx.state.wecom;
  const ways = newest(contactWays).map((way): CodeView => ({
    kind: 'contact',
    title: way.user.map((userid) => staffById(ctx, userid)?.name ?? userid).join('、') || '按部门',
    note: [way.remark, way.state].filter(Boolean).join(' · ') || way.configId,
    text: qrUrl(ctx, way),
  }));
  const joins = newest(joinWays).map((way): CodeView => ({
    kind: 'group',
    title: way.remark || '加入群聊',
    note: way.state || way.configId,
    text: qrUrl(ctx, way),
  }));
  return [...ways, ...joins];
}

/** The codes of Native orders are known by what the server was answered: orders are found by number, not by kind. */
function payCodes(ctx: Ctx): CodeView[] {
  return ctx.journal
    .search(['/v3/pay/transactions/native', 'code_url'])
    .slice(0, 20)
    .flatMap(({ id }): CodeView[] => {
      const entry = ctx.journal.find(id);
      const text = /"code_url":"([^"]+)"/.exec(entry?.answered?.body ?? '')?.[1];
      if (text === undefined) return [];
      const read = (field: string): string =>
        new RegExp(`"${field}":"([^"]*)"`).exec(entry?.sent?.body ?? '')?.[1] ?? '';
      return [{ kind: 'pay', title: read('description') || '付款码', note: read('out_trade_no'), text }];
    });
}
