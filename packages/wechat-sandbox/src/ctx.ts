import type { Keys } from './crypto/keys';
import type { Deliveries } from './delivery/deliveries';
import type { Journal } from './http/journal';
import type { Ledger } from './pay/ledger';
import type { Rules } from './rules';
import type { Clock } from './state/clock';
import type { Random } from './state/random';
import type { State } from './state/state';
import type { Shopper, World } from './world';

/** Everything a platform endpoint works with. `state` is replaced as a whole by a reset. */
export type Ctx = {
  url: string;
  world: World;
  /** Replaced as a whole when a rule is changed. */
  rules: Rules;
  state: State;
  /** Orders and refunds: too many to keep in `state`. */
  ledger: Ledger;
  keys: Keys;
  clock: Clock;
  random: Random;
  journal: Journal;
  deliveries: Deliveries;
  notifyRetrySeconds: number[];
};

export function shopperById(ctx: Ctx, id: string): Shopper | undefined {
  return ctx.world.shoppers.find((shopper) => shopper.id === id);
}

export function shopperByOpenid(ctx: Ctx, openid: string): Shopper | undefined {
  return ctx.world.shoppers.find((shopper) => shopper.openid === openid);
}
