import { useCallback, useEffect, useRef, useState } from 'react';
import type { EndpointName, Result } from '@omni/shared/client';
import type { Input, Reply } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { useSeen } from '../platform/lifecycle';
import { call } from './client';
import { serverNowMs } from './clock';
import { keep, kept } from './kept';
import { secondsLeft } from './countdown.rules';

export type CallFailure = { code: string; message: string; details?: Record<string, unknown> };
/** What a screen knows of one question: nothing yet, an answer, or why there is none. A reload keeps the last answer. */
export type Loaded<T> = {
  data: T | null;
  failure: CallFailure | null;
  loading: boolean;
  reload: () => void;
  replace: (data: T) => void;
};

/**
 * Asks `name` when shown and whenever `input` changes; `null` asks nothing yet. Dropped are answers to another input, and those
 * older than what is shown; not those that were merely asked for again, or a slow network would never show anything.
 * With `keepAs` the last answer of that name, to whatever input, is shown at once and stays on the phone.
 */
export function useCall<N extends EndpointName>(
  name: N,
  input: Input<Contracts[N]> | null,
  { keepAs = null }: { keepAs?: string | null } = {},
): Loaded<Reply<Contracts[N]>> {
  const key = JSON.stringify(input);
  const [answer, setAnswer] = useState<Result<N> | null>(null);
  const [data, setData] = useState<Reply<Contracts[N]> | null>(() =>
    keepAs === null ? null : kept<Reply<Contracts[N]>>(keepAs, ''),
  );
  const [turn, setTurn] = useState(0);
  const asked = useRef({ key, turn: 0, answered: 0 });
  useEffect(() => {
    if (key === 'null') return;
    if (asked.current.key !== key) asked.current = { key, turn: 0, answered: 0 };
    const question = asked.current;
    const mine = ++question.turn;
    setAnswer(null);
    void call(name, JSON.parse(key) as Input<Contracts[N]>).then((result) => {
      if (question !== asked.current || mine < question.answered) return;
      question.answered = mine;
      setAnswer(result);
      if (!result.ok) return;
      setData(result.data);
      if (keepAs !== null) keep(keepAs, '', result.data);
    });
  }, [name, key, turn, keepAs]);
  const reload = useCallback(() => setTurn((value) => value + 1), []);
  const failure = answer === null || answer.ok ? null : answer;
  return { data, failure, loading: answer === null && key !== 'null', reload, replace: setData };
}

/** A command behind a button: while it runs, further taps do nothing. */
export function useAction<A extends unknown[]>(
  action: (...args: A) => Promise<unknown>,
): { busy: boolean; run: (...args: A) => void } {
  const [busy, setBusy] = useState(false);
  const running = useRef(false);
  const run = (...args: A) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    void action(...args).finally(() => {
      running.current = false;
      setBusy(false);
    });
  };
  return { busy, run };
}

type Renewable = Pick<Loaded<{ refreshInSeconds: number }>, 'data' | 'reload'>;

const ASK_AGAIN_SECONDS = 3;

/** For a code that changes: seconds it is still good for. When they are over, the next one is asked for until it comes. */
export function useRenewed({ data, reload }: Renewable): number {
  const [passed, setPassed] = useState({ of: data, seconds: 0 });
  useEffect(() => {
    if (data === null) return;
    let seconds = 0;
    const timer = setInterval(() => {
      seconds += 1;
      setPassed({ of: data, seconds });
      const over = seconds - data.refreshInSeconds;
      if (over >= 0 && over % ASK_AGAIN_SECONDS === 0) reload();
    }, 1000);
    return () => clearInterval(timer);
  }, [data, reload]);
  if (data === null) return 0;
  return Math.max(0, data.refreshInSeconds - (passed.of === data ? passed.seconds : 0));
}

/** Asks again every `everyMs` while `on` and the page is seen. */
export function usePolling(reload: () => void, { on, everyMs }: { on: boolean; everyMs: number }): void {
  const watching = useSeen() && on;
  useEffect(() => {
    if (!watching) return;
    const timer = setInterval(reload, everyMs);
    return () => clearInterval(timer);
  }, [watching, reload, everyMs]);
}

/** Whole seconds to a deadline of the server, counted down; null without a deadline. */
export function useSecondsLeft(deadline: string | null): number | null {
  const [now, setNow] = useState(serverNowMs);
  useEffect(() => {
    if (deadline === null) return;
    setNow(serverNowMs());
    const timer = setInterval(() => setNow(serverNowMs()), 1000);
    return () => clearInterval(timer);
  }, [deadline]);
  return deadline === null ? null : secondsLeft(deadline, now);
}
