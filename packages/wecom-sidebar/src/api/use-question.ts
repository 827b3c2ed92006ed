import type { EndpointName } from '@omni/shared/client';
import type { Input, Reply } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { useCallback, useEffect, useState } from 'react';
import { call } from './session';
import type { Refusal } from './types';
import { useTurn } from './use-turn';

export type Question<T> = {
  data: T | null;
  refusal: Refusal | null;
  busy: boolean;
  reload: () => void;
};

/**
 * Asks as soon as the input is known and again whenever it changes; `null` waits. Earlier data of the same input stays while
 * asking again, and the answer to an older input is dropped. When a lost network is back, everything is asked again.
 */
export function useQuestion<N extends EndpointName>(
  name: N,
  input: Input<Contracts[N]> | null,
): Question<Reply<Contracts[N]>> {
  const key = input === null ? null : JSON.stringify(input);
  const [answer, setAnswer] = useState<{
    key: string;
    data: Reply<Contracts[N]> | null;
    refusal: Refusal | null;
  }>();
  const [busy, setBusy] = useState(false);
  const takeTurn = useTurn();

  const reload = useCallback(() => {
    if (key === null) return;
    const isLast = takeTurn();
    setBusy(true);
    void call(name, JSON.parse(key) as Input<Contracts[N]>).then((result) => {
      if (!isLast()) return;
      setBusy(false);
      setAnswer((before) =>
        result.ok
          ? { key, data: result.data, refusal: null }
          : { key, data: before?.key === key ? before.data : null, refusal: result },
      );
    });
  }, [name, key, takeTurn]);

  useEffect(() => {
    reload();
    return () => void takeTurn();
  }, [reload, takeTurn]);

  const current = answer && answer.key === key ? answer : null;
  useEffect(() => {
    window.addEventListener('online', reload);
    return () => window.removeEventListener('online', reload);
  }, [reload]);

  return {
    data: current?.data ?? null,
    refusal: current?.refusal ?? null,
    busy: busy || current === null,
    reload,
  };
}
