import type { Ctx } from '../ctx';
import type { Route } from '../http/router';

export function officialControlRoutes(_ctx: Ctx): Route[] {
  return [];
}
