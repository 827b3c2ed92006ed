import { useCallback, useEffect, useState } from 'react';
import type { Failure } from '../platform/failures';
import { signPage } from '../platform/sign-page';
import { connect, currentContact } from '../platform/wecom';
import type { CurrentContact } from '../platform/wecom';
import { useReturn } from '../ui/use-visible';

export type ContactState =
  { at: 'asking' } | { at: 'known'; contact: CurrentContact } | { at: 'failed'; failure: Failure };

/** Asks WeCom beside whose chat the page is open, and again whenever the page is looked at: desktops keep it between chats. */
export function useContact(): [ContactState, () => void] {
  const [state, setState] = useState<ContactState>({ at: 'asking' });
  const ask = useCallback(async () => {
    const connected = await connect(signPage);
    const done = connected.ok ? await currentContact() : connected;
    setState((before) => {
      if (done.ok) return { at: 'known', contact: done.value };
      // A client that stutters does not take away what is on the screen; sending asks it once more anyway.
      return before.at === 'known' && done.failure.kind !== 'wrong_entry'
        ? before
        : { at: 'failed', failure: done.failure };
    });
  }, []);
  const again = useCallback(() => void ask(), [ask]);
  useEffect(again, [again]);
  useReturn(again);
  const retry = useCallback(() => {
    setState({ at: 'asking' });
    again();
  }, [again]);
  return [state, retry];
}
