import type { JournalDetail } from '../../control/types';

/** Set by the connection or counted anew by curl. */
const LEFT_OUT = /^(host|connection|content-length|transfer-encoding|accept-encoding|keep-alive|expect|te)$/i;

/** The request once more, for a shell. `origin` is the sandbox's own address; calls to a developer's server carry theirs. */
export function curlOf(detail: JournalDetail, origin: string): string {
  const { method, path, host, direction, sent } = detail;
  const url = direction === 'out' ? path : `${origin}/${host}${path}`;
  const lines = [`curl -X ${method} ${quoted(url)}`];
  for (const [name, value] of Object.entries(sent?.headers ?? {})) {
    if (value === undefined || LEFT_OUT.test(name)) continue;
    for (const one of Array.isArray(value) ? value : [value]) lines.push(`-H ${quoted(`${name}: ${one}`)}`);
  }
  if (sent?.body) lines.push(`--data-raw ${quoted(sent.body)}`);
  return lines.join(' \\\n  ');
}

/** A call of the JS-SDK or of wx.requestPayment went over no wire. */
export function hasCurl(detail: JournalDetail): boolean {
  return detail.sent !== undefined && /^(GET|POST|PUT|DELETE|HEAD|PATCH)$/.test(detail.method);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
