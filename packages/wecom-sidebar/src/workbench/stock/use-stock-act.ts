import type { EndpointName, Result } from '@omni/shared/client';
import type { Input } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { useState } from 'react';
import type { Refusal } from '../../api/types';
import { useAct } from '../use-act';

/** As `useAct`, with the whole refusal: its details say how many pieces are free, or where a count begins again. */
export function useStockAct() {
  const { busy, run } = useAct();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const act = async <N extends EndpointName>(
    key: string,
    name: N,
    input: Input<Contracts[N]>,
  ): Promise<Result<N>> => {
    setRefusal(null);
    const result = await run(key, name, input);
    if (!result.ok) setRefusal(result);
    return result;
  };
  return { busy, refusal, act, forget: () => setRefusal(null) };
}
