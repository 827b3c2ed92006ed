/** What the address says after `#`: `#phone/lin/pay`, `#traffic/123`, `#traffic?q=sign_error&failed=1`. */
export const AREAS = ['phone', 'wecom', 'traffic', 'faults', 'config'] as const;
export type Area = (typeof AREAS)[number];
export type Route = { area: Area; path: string[]; query: Record<string, string> };

/** Anything that is no address of this page is its first area. */
export function parseRoute(hash: string): Route {
  const text = hash.replace(/^#\/?/, '');
  const at = text.indexOf('?');
  const [name = '', ...path] = (at < 0 ? text : text.slice(0, at)).split('/').map(decoded);
  const area = AREAS.find((candidate) => candidate === name) ?? 'phone';
  const query = Object.fromEntries(new URLSearchParams(at < 0 ? '' : text.slice(at + 1)));
  return { area, path: path.filter((part) => part !== ''), query };
}

/** Empty parts and empty answers are left out. */
export function routeHash(area: Area, path: string[] = [], query: Record<string, string> = {}): string {
  const parts = [area, ...path.filter((part) => part !== '').map(encodeURIComponent)].join('/');
  const asked = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '')).toString();
  return `#${parts}${asked === '' ? '' : `?${asked}`}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
