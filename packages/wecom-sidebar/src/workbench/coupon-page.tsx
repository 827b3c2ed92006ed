import { useEffect } from 'react';
import { Notice } from '../ui/notice';
import { isBusy } from './coupon-check';
import { CouponEntry } from './coupon-entry';
import { CouponResult } from './coupon-result';
import { useCouponCheck } from './use-coupon-check';

type Props = { storeId: string; storeName: string };

/** A member's coupon at the till: looked at first, used only when confirmed. */
export function CouponPage({ storeId, storeName }: Props) {
  const { state, check, use, type, again, ...entry } = useCouponCheck(storeId);
  useEffect(() => {
    document.title = '核销优惠券 · 森屿';
  }, []);
  const typing = state.at === 'typing' || state.at === 'checking';
  return (
    <section className="code-page" data-testid="coupon-page" aria-busy={isBusy(state)}>
      {typing ? (
        <CouponEntry
          {...entry}
          {...{ state, storeName }}
          onTyped={type}
          onCheck={() => void check(state.entry)}
        />
      ) : (
        <CouponResult
          {...{ state, storeName }}
          onUse={(found) => void use(state.entry, found)}
          onSame={() => void check(state.entry)}
          onAgain={again}
        />
      )}
    </section>
  );
}

/** The warehouse sends parcels; nobody pays there. */
export const NoCounter = () => (
  <Notice icon="coupon" title="仓库没有收银台" testId="coupon-no-counter">
    请在右上角换成一家门店，再核销优惠券。
  </Notice>
);
