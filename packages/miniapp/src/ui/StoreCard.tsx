import type { ReactNode } from 'react';
import { Text, View } from '@tarojs/components';
import { distanceText } from '@omni/shared/geo';
import type { Store } from '../api/views';
import { classes, hook } from './hook';
import styles from './StoreCard.module.scss';

type Props = {
  store: Store;
  distanceMetres: number | null;
  chosen: boolean;
  /** `货品齐全`, `缺 2 件`; null when nothing was asked for. */
  stock: { text: string; full: boolean } | null;
  onTap: () => void;
  children?: ReactNode;
};

export const StoreCard = ({ store, distanceMetres, chosen, stock, onTap, children }: Props) => (
  <View
    {...hook(`store-${store.storeId}`)}
    role="button"
    className={classes(styles.card, chosen && styles.chosen)}
    onClick={onTap}
  >
    <View className={styles.head}>
      <View className={styles.name}>{store.name}</View>
      {distanceMetres !== null && <Text className={styles.distance}>{distanceText(distanceMetres)}</Text>}
    </View>
    <View className={styles.address}>{store.address}</View>
    <View className={styles.facts}>
      <Text className={classes(styles.fact, store.openNow ? styles.good : styles.rest)}>
        {store.hoursText}
      </Text>
      {stock && (
        <Text className={classes(styles.fact, stock.full ? styles.good : styles.short)}>{stock.text}</Text>
      )}
      {chosen && <Text className={classes(styles.fact, styles.mine)}>当前门店</Text>}
    </View>
    {children}
  </View>
);
