import { View } from '@tarojs/components';
import type { OrderLine } from '../api/views';
import { Picture } from './Picture';
import { Price } from './Price';
import styles from './OrderLines.module.scss';

type Line = Pick<OrderLine, 'skuId' | 'title' | 'valuesText' | 'imageUrl' | 'priceFen' | 'quantity'>;

export const OrderLines = ({ lines }: { lines: readonly Line[] }) => (
  <View className={styles.lines}>
    {lines.map((line) => (
      <View key={line.skuId} className={styles.line}>
        <View className={styles.frame}>
          <Picture src={line.imageUrl} alt={line.title} />
        </View>
        <View className={styles.words}>
          <View className={styles.title}>{line.title}</View>
          <View className={styles.values}>{line.valuesText}</View>
        </View>
        <View className={styles.right}>
          <Price fen={line.priceFen} size="small" />
          <View className={styles.values}>× {line.quantity}</View>
        </View>
      </View>
    ))}
  </View>
);
