import { useEffect, useState } from 'react';
import { signPage } from '../platform/sign-page';
import { connect, scanCode } from '../platform/wecom';

/** The camera of WeCom. Some clients never say that it was closed, so `opening` lasts until it opens only. */
export function useScan() {
  const [opening, setOpening] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  // Signing takes a moment; doing it beforehand makes the camera open at once.
  useEffect(() => void connect(signPage), []);

  /** What the camera read; null when it read nothing, and `problem` says why. */
  const scan = async (): Promise<string | null> => {
    setProblem(null);
    setOpening(true);
    const connected = await connect(signPage);
    setOpening(false);
    const scanned = connected.ok ? await scanCode() : connected;
    if (scanned.ok) return scanned.value.trim();
    setProblem(scanned.failure.kind === 'cancelled' ? null : scanned.failure.message);
    return null;
  };

  return { scan, opening, problem, setProblem };
}
