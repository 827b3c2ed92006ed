import type { EndpointName, Result } from '@omni/shared/client';
import type { Input } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { useState } from 'react';
import { call } from '../api/session';

/** One command at a time: what it is busy with, and why the last one was refused. */
export function useAct() {
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const run = async <N extends EndpointName>(
    key: string,
    name: N,
    input: Input<Contracts[N]>,
  ): Promise<Result<N>> => {
    setBusy(key);
    setProblem(null);
    const result = await call(name, input);
    setBusy(null);
    if (!result.ok) setProblem(result.message);
    return result;
  };
  return { busy, problem, run };
}
