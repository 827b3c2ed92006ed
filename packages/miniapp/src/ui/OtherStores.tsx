import { View } from '@tarojs/components';
import { distanceText } from '@omni/shared/geo';
import { useOtherStores } from '../api/nearby-stock';
import { chooseStore } from '../api/store-choice';
import { toast } from '../platform/feedback';
import { hook } from './hook';
import styles from './SkuPopup.module.scss';

/** Where else this SKU can be collected; a tap makes that store the chosen one. */
export function OtherStores({ skuId }: { skuId: string | null }) {
  const stores = useOtherStores(skuId);
  if (skuId === null || stores === null) return null;
  return (
    <View className={styles.others} {...hook('sku-stores')}>
      <View className={styles.label}>附近还有这些门店有货</View>
      {stores.length === 0 && <View className={styles.note}>附近其他门店也没有这个规格，可选择快递配送</View>}
      {stores.map((store) => (
        <View
          key={store.storeId}
          className={styles.other}
          role="button"
          {...hook(`sku-store-${store.storeId}`)}
          onClick={() => {
            chooseStore(store, 'hand');
            toast(`已换到 ${store.name}`);
          }}
        >
          <View className={styles.otherName}>
            {store.name}
            <View className={styles.note}>{store.hoursText}</View>
          </View>
          <View className={styles.note}>{distanceText(store.distanceMetres)}</View>
          <View className={styles.take}>换到这家</View>
        </View>
      ))}
    </View>
  );
}
