import type { Ctx } from '../ctx';
import type { Route } from '../http/router';

/** The official account shares the host, the tokens' endpoints and the wording of refusals with the mini-program. */
export function officialRoutes(_ctx: Ctx): Route[] {
  return [];
}
