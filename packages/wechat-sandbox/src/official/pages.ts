import { escapeHtml } from '../wecom/pages';
import type { Shopper } from '../world';

/** Asks who holds the phone. No script, so that any Content-Security-Policy lets it through. */
export function visitorPage(asked: { account: string; shoppers: Shopper[]; query: URLSearchParams }): string {
  const links = asked.shoppers.map(({ id, name, note }) => {
    const again = new URLSearchParams(asked.query);
    again.set('sandbox_shopper', id);
    return `<li><a data-testid="sandbox-shopper-${escapeHtml(id)}" href="?${escapeHtml(again.toString())}">
      <strong>${escapeHtml(name)}</strong> <span>${escapeHtml(note)}</span></a></li>`;
  });
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>微信网页授权</title><style>
body{margin:0;background:#ededed;color:#1a1a1a;font:16px/1.6 -apple-system,"PingFang SC","Noto Sans SC",sans-serif}
main{max-width:420px;margin:0 auto;padding:40px 16px}h1{font-size:20px}ul{list-style:none;margin:0;padding:0;background:#fff;border-radius:12px}
a{display:flex;justify-content:space-between;padding:14px 16px;color:inherit;text-decoration:none}a:hover,a:focus{background:#f4f8ff}span{color:#888;font-size:14px}
</style></head><body><main><h1>以谁的身份登录“${escapeHtml(asked.account)}”？</h1>
<ul>${links.join('')}</ul></main></body></html>`;
}
