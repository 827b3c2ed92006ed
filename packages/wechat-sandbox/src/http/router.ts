import type { Incoming, Outgoing } from './message';

export type Handle = (request: Incoming) => Outgoing | Promise<Outgoing>;
export type Route = { method: 'GET' | 'POST'; pattern: string; handle: Handle };

export type Match = { handle: Handle; params: Record<string, string> };

/** Finds the route, or tells that the path exists under another method. Patterns are `/a/:name/b`. */
export class Router {
  private readonly routes: (Route & { parts: string[] })[];

  constructor(routes: Route[]) {
    this.routes = routes.map((route) => ({ ...route, parts: route.pattern.split('/') }));
  }

  /** `GET /a/:name/b`, in the order of the paths. */
  list(): string[] {
    return this.routes.map(({ method, pattern }) => `${method} ${pattern}`).sort(byPath);
  }

  find(method: string, path: string): Match | 'wrong-method' | undefined {
    const parts = path.split('/');
    let pathKnown = false;
    for (const route of this.routes) {
      const params = matchParts(route.parts, parts);
      if (!params) continue;
      if (route.method === method) return { handle: route.handle, params };
      pathKnown = true;
    }
    return pathKnown ? 'wrong-method' : undefined;
  }
}

function byPath(a: string, b: string): number {
  const [left = '', right = ''] = [a.split(' ')[1], b.split(' ')[1]];
  return left < right ? -1 : Number(left > right);
}

function matchParts(pattern: string[], parts: string[]): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const actual = parts[index] ?? '';
    const decoded = decode(actual);
    if (decoded === undefined) return undefined;
    if (expected.startsWith(':')) params[expected.slice(1)] = decoded;
    else if (expected !== actual) return undefined;
  }
  return params;
}

/** Undefined for what is no percent-encoded text: such a path leads nowhere. */
function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
