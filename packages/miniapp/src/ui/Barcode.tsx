import { useMemo } from 'react';
import { View } from '@tarojs/components';
import styles from './Barcode.module.scss';
import { barsOf } from './code128.rules';

/** Digits (an even number of them) as bars for a reader that knows no QR codes. */
export function Barcode({ digits }: { digits: string }) {
  const bars = useMemo(() => barsOf(digits), [digits]);
  return (
    <View className={styles.bars} role="img" aria-label="条形码">
      {bars.map((width, i) => (
        <View key={i} className={i % 2 === 0 ? styles.bar : styles.space} style={{ flexGrow: width }} />
      ))}
    </View>
  );
}
