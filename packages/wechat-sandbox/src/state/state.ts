import { freshChannels } from '../channels/state';
import type { ChannelsState } from '../channels/state';
import type { Delivery } from '../delivery/types';
import { noFaults } from '../faults/types';
import type { Faults } from '../faults/types';
import { freshMini } from '../miniprogram/state';
import type { MiniState } from '../miniprogram/state';
import { freshOfficial } from '../official/state';
import type { OfficialState } from '../official/state';
import { freshPay } from '../pay/types';
import type { PayState } from '../pay/types';
import { freshWecom } from '../wecom/state';
import type { WecomState } from '../wecom/state';
import type { Place, World } from '../world';

/** Everything that a reset forgets. Each platform owns one part; times are milliseconds of the sandbox's clock. */
export type State = {
  clockOffsetMs: number;
  locations: Record<string, Place>;
  mini: MiniState;
  official: OfficialState;
  pay: PayState;
  wecom: WecomState;
  channels: ChannelsState;
  deliveries: Delivery[];
  faults: Faults;
};

export function freshState(world: World, now: number): State {
  return {
    clockOffsetMs: 0,
    locations: {},
    mini: freshMini(world),
    official: freshOfficial(world),
    pay: freshPay(),
    wecom: freshWecom(world, now),
    channels: freshChannels(),
    deliveries: [],
    faults: noFaults(),
  };
}
