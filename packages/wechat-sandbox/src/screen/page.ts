import { escapeHtml } from '../wecom/pages';

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="9" fill="#0a7841"/><path d="M8 9h16v11H16l-5 4v-4H8z" fill="none" stroke="#fff" stroke-width="2.4" stroke-linejoin="round"/></svg>';

/** Paths are relative, so the screen also works behind a proxy under a prefix. The script draws everything else. */
export function screenPage(name: string): string {
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><title>微信沙箱 · ${escapeHtml(name)}</title><link rel="icon" href="data:image/svg+xml,${encodeURIComponent(ICON)}">
<link rel="stylesheet" href="screen/screen.css"><script src="screen/screen.js" defer></script></head>
<body><div id="app"><p class="starting">正在打开沙箱…</p></div>
<noscript><p class="starting">这一页需要 JavaScript。没有它，也可以用 <code>/control</code> 下的接口。</p></noscript></body></html>`;
}
