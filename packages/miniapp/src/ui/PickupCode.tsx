import { useMemo } from 'react';
import { Image, View } from '@tarojs/components';
import { hook } from './hook';
import styles from './PickupCode.module.scss';
import { qrImage } from './qr';

/** `12345678` → `1234 5678`: read out in two breaths. */
const spoken = (digits: string) => digits.replace(/(\d{4})(?=\d)/g, '$1 ');

export function PickupCode({
  digits,
  qrText,
  secondsLeft,
}: {
  digits: string;
  qrText: string;
  secondsLeft: number;
}) {
  const image = useMemo(() => qrImage(qrText), [qrText]);
  return (
    <View className={styles.code}>
      <View className={styles.lead}>请向店员出示</View>
      <View className={styles.frame}>
        <Image className={styles.qr} src={image} mode="aspectFit" aria-label="取货二维码" />
      </View>
      <View className={styles.digits} {...hook('pickup-digits')}>
        {spoken(digits)}
      </View>
      <View className={styles.foot}>{secondsLeft} 秒后自动刷新，请勿截图转发</View>
    </View>
  );
}
