import { useMemo } from 'react';
import { Image, View } from '@tarojs/components';
import { classes, hook } from './hook';
import styles from './PickupCode.module.scss';
import { qrImage } from './qr';

/** `12345678` → `1234 5678`: read out breath by breath. */
const spoken = (digits: string) => digits.replace(/(\d{4})(?=\d)/g, '$1 ');

/** Of a code that is good for some seconds: what to say of it, and whether it is over before the next one came. */
export const changing = (secondsLeft: number): { foot: string; stale: boolean } =>
  secondsLeft > 0
    ? { foot: `${secondsLeft} 秒后自动刷新，请勿截图转发`, stale: false }
    : { foot: '此码已过期，正在更新，请稍候', stale: true };

type Props = {
  qrText: string;
  /** How long it is good, and what else there is to know. */
  foot: string;
  stale?: boolean;
  /** To say aloud; not every code has some. */
  digits?: string;
  /** What journeys call the digits. */
  name?: string;
};

/** A code to show at a counter. */
export function PickupCode({ qrText, foot, stale = false, digits, name = 'pickup-digits' }: Props) {
  const image = useMemo(() => qrImage(qrText), [qrText]);
  return (
    <View className={classes(styles.code, stale && styles.stale)}>
      <View className={styles.lead}>请向店员出示</View>
      <View className={styles.frame}>
        <Image className={styles.qr} src={image} mode="scaleToFill" aria-label="二维码" />
      </View>
      {digits !== undefined && (
        <View className={digits.length > 8 ? styles.longDigits : styles.digits} {...hook(name)}>
          {spoken(digits)}
        </View>
      )}
      <View className={styles.foot} role={stale ? 'alert' : undefined}>
        {foot}
      </View>
    </View>
  );
}
