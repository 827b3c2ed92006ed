import type { AccessToken } from '../state/access-token';

/** All times are milliseconds of the sandbox's clock, unless the name says otherwise. */
export type OfficialState = {
  tokens: AccessToken[];
};

export function freshOfficial(): OfficialState {
  return { tokens: [] };
}
