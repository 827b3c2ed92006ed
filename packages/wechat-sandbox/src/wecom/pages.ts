import type { StaffMember } from '../world';

/** Pages of open.weixin.qq.com. They carry no script, so any Content-Security-Policy lets them through. */
export function chooserPage(staff: StaffMember[], query: URLSearchParams): string {
  const links = staff.map((member) => {
    const again = new URLSearchParams(query);
    again.set('sandbox_staff', member.userid);
    return `<li><a data-testid="sandbox-staff-${escapeHtml(member.userid)}" href="?${escapeHtml(again.toString())}">
      <strong>${escapeHtml(member.name)}</strong><span>${escapeHtml(member.note)}</span></a></li>`;
  });
  return page(
    '选择企业微信成员',
    `<p>沙箱不知道您是谁，请选择以哪位成员的身份登录。</p><ul>${links.join('')}</ul>`,
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

function page(title: string, body: string): string {
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeHtml(title)}</title><style>
body{margin:0;background:#ededed;color:#1a1a1a;font:16px/1.6 -apple-system,"PingFang SC","Noto Sans SC",sans-serif}
main{max-width:420px;margin:0 auto;padding:40px 16px}h1{font-size:20px;margin:0 0 8px}p{color:#576b95;margin:0 0 16px}
ul{list-style:none;margin:0;padding:0;background:#fff;border-radius:12px;overflow:hidden}li+li{border-top:1px solid #eee}
a{display:flex;justify-content:space-between;padding:14px 16px;color:inherit;text-decoration:none}a:hover,a:focus{background:#f4f8ff}
span{color:#888;font-size:14px}</style></head><body><main><h1>${escapeHtml(title)}</h1>${body}</main></body></html>`;
}
