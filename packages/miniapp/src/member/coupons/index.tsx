import { useState } from 'react';
import { View } from '@tarojs/components';
import { shanghai } from '@omni/shared/time';
import { call } from '../../api/client';
import { useAction, useCall } from '../../api/hooks';
import type { Coupon, Offer } from '../../api/views';
import { toast } from '../../platform/feedback';
import { goToTab } from '../../platform/navigate';
import { Button } from '../../ui/Button';
import { CouponCard } from '../../ui/CouponCard';
import { classes, hook } from '../../ui/hook';
import { Loadable } from '../../ui/Loadable';
import { Notice } from '../../ui/Notice';
import { Page } from '../../ui/Page';
import { Stack } from '../../ui/Section';
import { Sheet } from '../../ui/Sheet';
import { CouponCode } from './CouponCode';
import styles from './index.module.scss';

function OfferCard({ offer, onClaimed }: { offer: Offer; onClaimed: () => void }) {
  const { busy, run } = useAction(async () => {
    const result = await call('coupons.claim', { templateId: offer.templateId });
    toast(result.ok ? '领取成功，下单时自动使用' : result.message);
    onClaimed();
  });
  const foot = offer.reason ?? `剩余 ${offer.remainingPercent}%`;
  return (
    <CouponCard {...offer} name={`offer-${offer.templateId}`} foot={foot} dim={!offer.claimable}>
      <Button
        name={`claim-${offer.templateId}`}
        size="small"
        disabled={!offer.claimable}
        busy={busy}
        onTap={() => run()}
      >
        领取
      </Button>
    </CouponCard>
  );
}

function Centre({ onClaimed }: { onClaimed: () => void }) {
  const offers = useCall('coupons.listOffers', {});
  const claimed = () => {
    offers.reload();
    onClaimed();
  };
  return (
    <Loadable of={offers} shape="list">
      {(data) =>
        data.offers.length === 0 ? (
          <Notice icon="ticket" title="暂时没有可领的券" text="活动开始时会出现在这里" name="empty-state" />
        ) : (
          <Stack>
            {data.offers.map((offer) => (
              <OfferCard key={offer.templateId} offer={offer} onClaimed={claimed} />
            ))}
          </Stack>
        )
      }
    </Loadable>
  );
}

const WalletCard = ({ coupon, onShow }: { coupon: Coupon; onShow: (couponId: string) => void }) => {
  const usable = coupon.status === 'usable';
  const until = shanghai(new Date(coupon.validUntil)).date;
  return (
    <CouponCard
      {...coupon}
      name={`coupon-${coupon.couponId}`}
      foot={usable ? `${until} 前可用` : coupon.statusText}
      dim={!usable}
    >
      {usable && (
        <>
          <Button name={`use-${coupon.couponId}`} look="line" size="small" onTap={() => goToTab('category')}>
            去使用
          </Button>
          {coupon.inStore && (
            <Button
              name={`show-${coupon.couponId}`}
              look="plain"
              size="small"
              onTap={() => onShow(coupon.couponId)}
            >
              门店出示
            </Button>
          )}
        </>
      )}
    </CouponCard>
  );
};

function Wallet({ round }: { round: number }) {
  const mine = useCall('coupons.listMine', {});
  const [shown, setShown] = useState<string | null>(null);
  const hide = () => {
    setShown(null);
    mine.reload();
  };
  return (
    <>
      <Sheet name="coupon-code" title="门店核销码" open={shown !== null} onClose={hide}>
        {shown !== null && <CouponCode couponId={shown} />}
      </Sheet>
      <Loadable key={round} of={mine} shape="list">
        {(data) =>
          data.coupons.length === 0 ? (
            <Notice icon="ticket" title="券包还是空的" text="去领券中心看看" name="empty-state" />
          ) : (
            <Stack>
              {data.coupons.map((coupon) => (
                <WalletCard key={coupon.couponId} coupon={coupon} onShow={setShown} />
              ))}
            </Stack>
          )
        }
      </Loadable>
    </>
  );
}

export default function CouponsPage() {
  const [tab, setTab] = useState<'centre' | 'wallet'>('centre');
  const [round, setRound] = useState(0);
  const head = (kind: typeof tab, text: string) => (
    <View
      role="tab"
      aria-selected={tab === kind}
      className={classes(styles.tab, tab === kind && styles.on)}
      {...hook(`coupons-${kind}`)}
      onClick={() => setTab(kind)}
    >
      {text}
    </View>
  );
  return (
    <Page name="coupons">
      <View className={styles.tabs} role="tablist">
        {head('centre', '领券中心')}
        {head('wallet', '我的券')}
      </View>
      {tab === 'centre' ? <Centre onClaimed={() => setRound(round + 1)} /> : <Wallet round={round} />}
    </Page>
  );
}
