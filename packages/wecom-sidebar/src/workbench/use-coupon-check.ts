import { useReducer, useState } from 'react';
import { newRequestId } from '../api/request-id';
import { call } from '../api/session';
import { cleanCode, codeProblem, fenOf, nextCheck, start, tillProblem } from './coupon-check';
import type { Entry, Found } from './coupon-check';
import { useOnce } from './use-once';
import { useScan } from './use-scan';

export type EntryProblem = { of: 'code' | 'till'; text: string };

const problemOf = ({ code, till }: Entry): EntryProblem | null => {
  const [amiss, wrong] = [tillProblem(till), codeProblem(code)];
  if (amiss) return { of: 'till', text: amiss };
  return wrong ? { of: 'code', text: wrong } : null;
};

/** Everything the counter does with a coupon in one store. */
export function useCouponCheck(storeId: string) {
  const [state, tell] = useReducer(nextCheck, start);
  const [problem, setProblem] = useState<EntryProblem | null>(null);
  const camera = useScan();
  const once = useOnce();
  const asked = ({ code, till }: Entry) => {
    const amountFen = fenOf(till);
    return { storeId, code, ...(typeof amountFen === 'number' ? { amountFen } : {}) };
  };

  const check = (entry: Entry) =>
    once(async () => {
      const amiss = problemOf(entry);
      setProblem(amiss);
      camera.setProblem(null);
      if (amiss) return;
      tell({ is: 'asked', entry });
      const result = await call('coupons.checkCode', asked(entry));
      if (!result.ok) return tell({ is: 'refused', refusal: result });
      tell({ is: 'found', found: { offer: result.data, requestNo: newRequestId() } });
    });

  const use = (entry: Entry, { requestNo }: Found) =>
    once(async () => {
      tell({ is: 'confirmed' });
      const result = await call('coupons.redeem', { ...asked(entry), useRequestNo: requestNo });
      tell(result.ok ? { is: 'used', offer: result.data } : { is: 'refused', refusal: result });
    });

  /** The amount first: what is scanned is asked about at once. */
  const scan = async (till: string) => {
    const amiss = tillProblem(till);
    if (amiss) return setProblem({ of: 'till', text: amiss });
    setProblem(null);
    const code = cleanCode((await camera.scan()) ?? '');
    if (code === '') return;
    tell({ is: 'typed', entry: { code } });
    await check({ code, till });
  };

  const type = (entry: Partial<Entry>) => {
    setProblem(null);
    tell({ is: 'typed', entry });
  };
  /** Back to the form, with what is kept, and what to mend there. */
  const again = (kept: Partial<Entry> = {}, amiss: EntryProblem | null = null) => {
    setProblem(amiss);
    tell({ is: 'again', entry: kept });
  };

  const { opening, problem: scanProblem } = camera;
  return { state, check, use, scan, type, again, problem, opening, scanProblem };
}
