import { useEffect, useReducer, useRef, useState } from 'react';
import { call } from '../api/session';
import { signPage } from '../platform/sign-page';
import { connect, scanCode } from '../platform/wecom';
import { isWhole, nextCheck, start } from './code-check';

/** Everything the counter does with a code in one store. */
export function useCodeCheck(storeId: string) {
  const [state, tell] = useReducer(nextCheck, start);
  const [scanProblem, setScanProblem] = useState<string | null>(null);
  const [opening, setOpening] = useState(false);
  const busy = useRef(false);

  // Signing takes a moment; doing it beforehand makes the camera open at once.
  useEffect(() => void connect(signPage), []);

  const once = async (work: () => Promise<void>) => {
    if (busy.current) return;
    busy.current = true;
    await work();
    busy.current = false;
  };

  const check = (code: string) =>
    once(async () => {
      if (!isWhole(code)) return;
      setScanProblem(null);
      tell({ is: 'asked', code });
      const result = await call('pickup.checkCode', { storeId, code });
      tell(result.ok ? { is: 'found', task: result.data } : { is: 'refused', refusal: result });
    });

  const confirm = (code: string) =>
    once(async () => {
      tell({ is: 'confirmed' });
      const result = await call('pickup.redeem', { storeId, code });
      tell(result.ok ? { is: 'handedOver', task: result.data } : { is: 'refused', refusal: result });
    });

  /** Some clients never say that the camera was closed, so the button waits for it to open only. */
  const scan = async () => {
    setScanProblem(null);
    setOpening(true);
    const connected = await connect(signPage);
    setOpening(false);
    const scanned = connected.ok ? await scanCode() : connected;
    if (!scanned.ok) {
      return setScanProblem(scanned.failure.kind === 'cancelled' ? null : scanned.failure.message);
    }
    const code = scanned.value.trim();
    if (isWhole(code)) return check(code);
    setScanProblem('这不是取货码，请扫顾客小程序里的取货码');
  };

  return { state, tell, check, confirm, scan, opening, scanProblem };
}
