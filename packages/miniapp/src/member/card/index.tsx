import { useEffect, useMemo } from 'react';
import { Image, View } from '@tarojs/components';
import { keepBright } from '../../platform/brightness';
import { useSeen } from '../../platform/lifecycle';
import { goTo } from '../../platform/navigate';
import { Barcode } from '../../ui/Barcode';
import { classes, hook } from '../../ui/hook';
import { Icon } from '../../ui/Icon';
import { Loadable } from '../../ui/Loadable';
import { Page } from '../../ui/Page';
import { qrImage } from '../../ui/qr';
import styles from './index.module.scss';
import { useCard } from './use-card';
import type { Card } from './use-card';
import type { Age } from './card.rules';

/** `28123456789012345678` → `2812 3456 …`: read out breath by breath. */
const spoken = (digits: string) => digits.replace(/(\d{4})(?=\d)/g, '$1 ');

function Code({ card, age }: { card: Card; age: Age }) {
  const image = useMemo(() => qrImage(card.qrText), [card.qrText]);
  return (
    <View className={styles.card}>
      <View className={styles.head}>
        <Icon name="leaf" className={styles.leaf} />
        <View>
          <View className={styles.brand}>森屿会员</View>
          <View className={styles.no} {...hook('card-member-no')}>
            会员号 {card.memberNo}
          </View>
        </View>
      </View>
      <View className={classes(styles.code, age.stale && styles.stale)}>
        <Barcode digits={card.digits} />
        <View className={styles.digits} {...hook('card-digits')}>
          {spoken(card.digits)}
        </View>
        <Image className={styles.qr} src={image} mode="scaleToFill" aria-label="二维码" />
      </View>
      <View className={styles.foot} role={age.stale ? 'alert' : undefined} {...hook('card-foot')}>
        {age.text}
      </View>
    </View>
  );
}

export default function CardPage() {
  const { card, age } = useCard();
  const seen = useSeen();
  useEffect(() => (seen ? keepBright() : undefined), [seen]);
  return (
    <Page name="card">
      <Loadable of={card} shape="detail">
        {(data) => (
          <>
            <View className={styles.lead}>结账或咨询时，请向店员出示</View>
            {age && <Code card={data} age={age} />}
            <View
              className={styles.row}
              role="link"
              {...hook('card-coupons')}
              onClick={() => goTo('coupons')}
            >
              <Icon name="ticket" className={styles.rowIcon} />
              <View className={styles.text}>可用优惠券</View>
              <View className={styles.count}>{data.usableCoupons} 张</View>
              <Icon name="next" className={styles.next} />
            </View>
          </>
        )}
      </Loadable>
    </Page>
  );
}
