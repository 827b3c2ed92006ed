import type { EndpointName, Result } from '@omni/shared/client';
import type { Input } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { useState } from 'react';
import type { Refusal } from '../../api/types';
import { useAct } from '../use-act';
import { useOnce } from '../use-once';

/** One command behind one button: a second tap does nothing, and the refusal stays until it is tried again or forgotten. */
export function useCommand<N extends EndpointName>(
  name: N,
  onDone: (result: Result<N> & { ok: true }) => void,
) {
  const { busy, run } = useAct();
  const once = useOnce();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const send = (input: Input<Contracts[N]>) =>
    once(async () => {
      setRefusal(null);
      const result = await run(name, name, input);
      if (result.ok) onDone(result);
      else setRefusal(result);
    });
  return { busy: busy !== null, refusal, send, forget: () => setRefusal(null) };
}
