import { useState } from 'react';
import { newRequestId } from '../../api/request-id';
import type { Part } from './types';
import { splitInput } from './splitting';
import type { Choice } from './splitting';
import { useCommand } from './use-command';

/** Where a split stands: choosing, looking at who there would be, or done. */
export type Stage = { at: 'choosing' } | { at: 'looking'; parts: Part[] } | { at: 'done'; parts: Part[] };

/**
 * What is looked at is what is split: going back to choose drops it. One look is one command, so that an answer that got lost can be
 * asked for again; a new look is a new one.
 */
export function useSplitting(customerId: string, choice: Choice, onSplit: () => void) {
  const [stage, setStage] = useState<Stage>({ at: 'choosing' });
  const [requestId, setRequestId] = useState(newRequestId);
  const preview = useCommand('identity.previewSplit', ({ data }) => {
    setRequestId(newRequestId());
    setStage({ at: 'looking', parts: data.parts });
    window.scrollTo(0, 0);
  });
  const split = useCommand('identity.split', ({ data }) => {
    setStage({ at: 'done', parts: data.parts });
    window.scrollTo(0, 0);
    onSplit();
  });
  const chosen = { customerId, ...splitInput(choice) };
  return {
    stage,
    preview: { busy: preview.busy, refusal: preview.refusal, ask: () => void preview.send(chosen) },
    split: {
      busy: split.busy,
      refusal: split.refusal,
      send: (reason: string) => split.send({ ...chosen, reason, requestId }),
    },
    back: () => {
      split.forget();
      preview.forget();
      setStage({ at: 'choosing' });
    },
    forget: preview.forget,
  };
}
