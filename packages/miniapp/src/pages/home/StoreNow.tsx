import { Text, View } from '@tarojs/components';
import { distanceText } from '@omni/shared/geo';
import { call } from '../../api/client';
import { useAction } from '../../api/hooks';
import type { Home } from '../../api/views';
import { toast } from '../../platform/feedback';
import { goTo } from '../../platform/navigate';
import { Button } from '../../ui/Button';
import { classes, hook } from '../../ui/hook';
import { Icon } from '../../ui/Icon';
import styles from './index.module.scss';

type Offer = Home['offers'][number];

/** The store the shelves below are of. */
const StoreFacts = ({ store }: { store: NonNullable<Home['store']> }) => (
  <View
    className={styles.store}
    role="link"
    {...hook('home-store')}
    onClick={() => goTo('landing', { storeId: store.storeId })}
  >
    <Icon name="shop" className={styles.storeMark} />
    <View className={styles.storeWords}>
      <View className={styles.storeName}>{store.name}</View>
      <View className={styles.storeText}>
        <Text className={classes(store.openNow && styles.open)}>{store.hoursText}</Text>
        {store.distanceMetres !== null && <Text>{` · 距你 ${distanceText(store.distanceMetres)}`}</Text>}
      </View>
    </View>
    <Icon name="next" />
  </View>
);

function OfferSlip({ offer, onClaimed }: { offer: Offer; onClaimed: () => void }) {
  const { busy, run } = useAction(async () => {
    const result = await call('coupons.claim', { templateId: offer.templateId });
    toast(result.ok ? '领取成功，下单时自动使用' : result.message);
    onClaimed();
  });
  return (
    <View className={styles.offer} {...hook(`home-offer-${offer.templateId}`)}>
      <View className={styles.offerWords}>
        <View className={styles.offerRule}>{offer.ruleText}</View>
        <View className={styles.offerText}>{offer.onlyHere ? `本店专享 · ${offer.title}` : offer.title}</View>
      </View>
      <Button name={`home-claim-${offer.templateId}`} size="small" busy={busy} onTap={() => run()}>
        领取
      </Button>
    </View>
  );
}

export const StoreNow = ({ home, onClaimed }: { home: Home; onClaimed: () => void }) => {
  if (home.store === null && home.offers.length === 0) return null;
  return (
    <View className={styles.now}>
      {home.store !== null && <StoreFacts store={home.store} />}
      {home.offers.map((offer) => (
        <OfferSlip key={offer.templateId} offer={offer} onClaimed={onClaimed} />
      ))}
    </View>
  );
};
