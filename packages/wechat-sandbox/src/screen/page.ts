import { escapeHtml } from '../wecom/pages';

/** Paths are relative, so the screen also works behind a proxy under a prefix. */
export function screenPage(name: string): string {
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>微信沙箱 · ${escapeHtml(name)}</title><link rel="icon" href="data:,"><style>${STYLE}</style></head>
<body><header><div><h1>微信沙箱</h1><p>${escapeHtml(name)} · 本机的小程序、微信支付与企业微信</p></div>
<div class="clock"><strong id="clock"></strong><span id="jumps" class="clock"></span></div></header>
<main><section aria-labelledby="h-shoppers"><h2 id="h-shoppers">顾客的手机</h2><div id="shoppers" class="cards"></div></section>
<section aria-labelledby="h-staff"><h2 id="h-staff">员工</h2><div id="staff" class="cards"></div></section>
<section aria-labelledby="h-notices"><h2 id="h-notices">通知与回调</h2><div id="notices" class="table"></div></section>
<section aria-labelledby="h-requests"><h2 id="h-requests">请求</h2>
<form id="filter" role="search"><input id="search" type="search" placeholder="搜索路径、错误码、说明" aria-label="搜索请求">
<label><input id="failed" type="checkbox"> 只看失败</label><span id="count"></span></form>
<div id="requests" class="table"></div></section></main>
<script src="screen/screen.js" defer></script></body></html>`;
}

const STYLE = `
:root{--green:#07a355;--red:#c8372d;--amber:#9a6700;--ink:#191919;--soft:#6b6b6b;--line:#e6e6e6;--paper:#fff;--ground:#f2f2f2}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);
font:14px/1.6 -apple-system,BlinkMacSystemFont,"PingFang SC","Noto Sans SC","Microsoft YaHei",sans-serif}
header{display:flex;flex-wrap:wrap;gap:16px;align-items:center;justify-content:space-between;padding:20px 32px;background:var(--paper);border-bottom:1px solid var(--line)}
h1{margin:0;font-size:20px;line-height:1.4}header p{margin:0;color:var(--soft)}
main{max-width:1280px;margin:0 auto;padding:8px 32px 64px}h2{margin:28px 0 12px;font-size:16px}
.clock{display:flex;flex-wrap:wrap;gap:8px;align-items:center}.clock strong{font-variant-numeric:tabular-nums;font-weight:600}
button{min-height:32px;padding:0 12px;border:1px solid var(--line);border-radius:6px;background:var(--paper);color:var(--ink);font:inherit;cursor:pointer}
button:hover{border-color:#bbb}button:focus-visible,input:focus-visible,summary:focus-visible{outline:2px solid var(--green);outline-offset:2px}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(290px,1fr));gap:16px}
.card{padding:16px;border-radius:12px;background:var(--paper);box-shadow:0 1px 2px rgba(0,0,0,.05)}
.card h3{display:flex;gap:8px;align-items:baseline;margin:0;font-size:16px}.card h3 small{color:var(--soft);font-weight:400}
.card p{margin:2px 0 10px;color:var(--soft)}.card ul{margin:0;padding:0;list-style:none}.card li{padding:8px 0;border-top:1px solid var(--line)}
.card li b{font-weight:600}.card li span{color:var(--soft)}.card li time{float:right;color:var(--soft);font-size:12px}
.card .none{padding:8px 0 0;margin:0;border-top:1px solid var(--line);color:#8a8a8a}
.tags{display:flex;flex-wrap:wrap;gap:6px;margin:0 0 10px}.tag{padding:0 8px;border-radius:10px;background:#eef7f1;color:var(--green);font-size:12px;line-height:20px}
code,pre{font-family:ui-monospace,"SF Mono",Menlo,Consolas,monospace;font-size:12px}
form{display:flex;flex-wrap:wrap;gap:16px;align-items:center;margin:0 0 12px}form label{display:flex;gap:6px;align-items:center}
#search{width:320px;max-width:100%;height:36px;padding:0 12px;border:1px solid var(--line);border-radius:8px;font:inherit;background:var(--paper)}
#count{color:var(--soft)}.table{overflow:hidden;border-radius:12px;background:var(--paper);box-shadow:0 1px 2px rgba(0,0,0,.05)}
.row{display:grid;grid-template-columns:76px 190px minmax(0,1fr) auto;gap:12px;align-items:baseline;padding:9px 16px}
.table>*+*{border-top:1px solid var(--line)}summary.row{cursor:pointer;list-style:none}summary.row::-webkit-details-marker{display:none}
.row time{color:var(--soft);font-variant-numeric:tabular-nums}.row .who{color:var(--soft);overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.row .what{min-width:0;overflow-wrap:anywhere}.row .what em{display:block;font-style:normal;color:var(--soft)}
.state{white-space:nowrap;font-variant-numeric:tabular-nums}.good{color:var(--green)}.bad{color:var(--red)}.wait{color:var(--amber)}
details>div{padding:0 16px 14px 104px}details pre{margin:6px 0 0;padding:12px;border-radius:8px;background:#f6f6f6;white-space:pre-wrap;overflow-wrap:anywhere}
.empty{padding:20px 16px;color:#8a8a8a}
@media(max-width:720px){header,main{padding-left:16px;padding-right:16px}.row{grid-template-columns:64px minmax(0,1fr) auto}.row .who{display:none}details>div{padding-left:16px}}
`;
