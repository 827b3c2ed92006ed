import { useEffect, useState } from 'react';
import type { Reply } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { useCall } from '../../api/hooks';
import type { Loaded } from '../../api/hooks';
import { ageOf } from './card.rules';
import type { Age } from './card.rules';

export type Card = Reply<Contracts['members.showCard']>;

const ASK_AGAIN_SECONDS = 3;

/** The card, with how old its code is. The next one is asked for early, so that a phone may lose its network for a while. */
export function useCard(): { card: Loaded<Card>; age: Age | null } {
  const card = useCall('members.showCard', {});
  const { data, reload } = card;
  const [age, setAge] = useState<{ of: Card; age: Age } | null>(null);
  useEffect(() => {
    if (data === null) return;
    // A phone in a pocket stops its timers: what counts is the clock.
    const since = Date.now();
    const seconds = () => Math.floor((Date.now() - since) / 1000);
    const timer = setInterval(() => {
      const passed = seconds();
      setAge({ of: data, age: ageOf(data, passed) });
      const over = passed - data.refreshInSeconds;
      if (over >= 0 && over % ASK_AGAIN_SECONDS === 0) reload();
    }, 1000);
    return () => clearInterval(timer);
  }, [data, reload]);
  if (data === null) return { card, age: null };
  return { card, age: age?.of === data ? age.age : ageOf(data, 0) };
}
