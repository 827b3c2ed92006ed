import { useReducer } from 'react';
import { call } from '../api/session';
import { isMemberCode, isWhole, nextCheck, start } from './code-check';
import { useOnce } from './use-once';
import { useScan } from './use-scan';

/** Everything the counter does with a code in one store. */
export function useCodeCheck(storeId: string) {
  const [state, tell] = useReducer(nextCheck, start);
  const camera = useScan();
  const once = useOnce();

  const check = (code: string) =>
    once(async () => {
      if (!isWhole(code)) return;
      camera.setProblem(null);
      tell({ is: 'asked', code });
      if (isMemberCode(code)) {
        const opened = await call('guides.openMember', { storeId, code });
        return tell(opened.ok ? { is: 'opened', member: opened.data } : { is: 'refused', refusal: opened });
      }
      const result = await call('pickup.checkCode', { storeId, code });
      tell(result.ok ? { is: 'found', task: result.data } : { is: 'refused', refusal: result });
    });

  const confirm = (code: string) =>
    once(async () => {
      tell({ is: 'confirmed' });
      const result = await call('pickup.redeem', { storeId, code });
      tell(result.ok ? { is: 'handedOver', task: result.data } : { is: 'refused', refusal: result });
    });

  const scan = async () => {
    const code = await camera.scan();
    if (code === null) return;
    if (isWhole(code)) return check(code);
    camera.setProblem('这不是取货码或会员码，请扫顾客小程序里出示的码');
  };

  return {
    state,
    tell,
    check,
    confirm,
    scan,
    opening: camera.opening,
    scanProblem: camera.problem,
  };
}
