import { View } from '@tarojs/components';
import type { OrderLine } from '../api/views';
import { hook } from './hook';
import { fateText } from './line-fate.rules';
import type { Fate } from './line-fate.rules';
import { Picture } from './Picture';
import { Price } from './Price';
import styles from './OrderLines.module.scss';

type Goods = 'lineNo' | 'title' | 'valuesText' | 'imageUrl' | 'priceFen' | 'quantity' | 'isGift';
/** Lines of a quote have no fate yet. */
type Line = Pick<OrderLine, Goods> & Partial<Fate>;

const Words = ({ line }: { line: Line }) => {
  const fate = fateText(line);
  return (
    <View className={styles.words}>
      <View className={styles.title}>{line.title}</View>
      <View className={styles.values}>
        {line.isGift && (
          <View className={styles.gift} {...hook(`line-gift-${line.lineNo}`)}>
            赠品
          </View>
        )}
        {line.valuesText}
      </View>
      {fate !== null && (
        <View className={styles.fate} {...hook(`line-fate-${line.lineNo}`)}>
          {fate}
        </View>
      )}
    </View>
  );
};

export const OrderLines = ({ lines }: { lines: readonly Line[] }) => (
  <View className={styles.lines}>
    {lines.map((line) => (
      <View key={line.lineNo} className={styles.line}>
        <View className={styles.frame}>
          <Picture src={line.imageUrl} alt={line.title} />
        </View>
        <Words line={line} />
        <View className={styles.right}>
          <Price fen={line.isGift ? 0 : line.priceFen} size="small" />
          <View className={styles.values}>× {line.quantity}</View>
        </View>
      </View>
    ))}
  </View>
);
