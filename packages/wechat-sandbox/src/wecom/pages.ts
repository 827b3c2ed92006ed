import type { Shopper, StaffMember } from '../world';

/** Pages of open.weixin.qq.com. They carry no script, so any Content-Security-Policy lets them through. */
export function chooserPage(staff: StaffMember[], query: URLSearchParams, outsiders: Shopper[] = []): string {
  const others = outsiders.map((shopper) =>
    choice(query, { parameter: 'sandbox_shopper', id: shopper.id, name: shopper.name, note: shopper.note }),
  );
  const more = others.length > 0 ? `<p>企业外的人也可能打开这个页面：</p><ul>${others.join('')}</ul>` : '';
  return page(
    '选择企业微信成员',
    `<p>沙箱不知道您是谁，请选择以哪位成员的身份登录。</p><ul>${memberChoices(staff, query)}</ul>${more}`,
  );
}

/** The page with the code that a member scans with the phone. */
export function scanPage(staff: StaffMember[], query: URLSearchParams): string {
  return page(
    '企业微信扫码登录',
    `<p>真实页面在这里显示二维码。请选择由哪位成员扫码并确认。</p><ul>${memberChoices(staff, query)}</ul>`,
  );
}

export function messagePage(title: string, text: string): string {
  return page(title, `<p>${escapeHtml(text)}</p>`);
}

export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

function memberChoices(staff: StaffMember[], query: URLSearchParams): string {
  return staff
    .map(({ userid, name, note }) => choice(query, { parameter: 'sandbox_staff', id: userid, name, note }))
    .join('');
}

type Choice = { parameter: 'sandbox_staff' | 'sandbox_shopper'; id: string; name: string; note: string };

function choice(query: URLSearchParams, { parameter, id, name, note }: Choice): string {
  const again = new URLSearchParams(query);
  again.set(parameter, id);
  const testId = `${parameter.replace('_', '-')}-${id}`;
  return `<li><a data-testid="${escapeHtml(testId)}" href="?${escapeHtml(again.toString())}">
      <strong>${escapeHtml(name)}</strong><span>${escapeHtml(note)}</span></a></li>`;
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeHtml(title)}</title><style>
body{margin:0;background:#ededed;color:#1a1a1a;font:16px/1.6 -apple-system,"PingFang SC","Noto Sans SC",sans-serif}
main{max-width:420px;margin:0 auto;padding:40px 16px}h1{font-size:20px;margin:0 0 8px}p{color:#576b95;margin:16px 0}
ul{list-style:none;margin:0;padding:0;background:#fff;border-radius:12px;overflow:hidden}li+li{border-top:1px solid #eee}
a{display:flex;justify-content:space-between;padding:14px 16px;color:inherit;text-decoration:none}a:hover,a:focus{background:#f4f8ff}
span{color:#888;font-size:14px}</style></head><body><main><h1>${escapeHtml(title)}</h1>${body}</main></body></html>`;
}
