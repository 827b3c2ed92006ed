import { useCall, useRenewed } from '../../api/hooks';
import { Loadable } from '../../ui/Loadable';
import { PickupCode, changing } from '../../ui/PickupCode';

/** The code for the counter, asked for anew when its half-minute is over. */
export function CouponCode({ couponId }: { couponId: string }) {
  const code = useCall('coupons.showCode', { couponId });
  const left = useRenewed(code);
  return (
    <Loadable of={code} shape="detail">
      {({ qrText }) => <PickupCode qrText={qrText} {...changing(left)} />}
    </Loadable>
  );
}
