import { useState } from 'react';
import { View } from '@tarojs/components';
import { yuan } from '@omni/shared/yuan';
import type { Quote } from '../../api/views';
import { hook } from '../../ui/hook';
import { Icon } from '../../ui/Icon';
import { Section } from '../../ui/Section';
import { Sheet } from '../../ui/Sheet';
import { Tick } from '../../ui/Tick';
import styles from './index.module.scss';

type Props = { quote: Quote; choice: string; onChoose: (coupon: string) => void };
type Choice = { coupon: string; title: string; text: string };

function summary(quote: Quote): string {
  if (quote.coupon !== null) return quote.coupon.title;
  return quote.losers.length === 0 ? '暂无可用优惠券' : '未使用优惠券';
}

const Row = ({ choice, on, onTap }: { choice: Choice; on: boolean; onTap: () => void }) => (
  <View className={styles.choice} {...hook(`coupon-choice-${choice.coupon}`)} onClick={onTap}>
    <View className={styles.choiceWords}>
      <View>{choice.title}</View>
      <View className={styles.soft}>{choice.text}</View>
    </View>
    <Tick name={`coupon-tick-${choice.coupon}`} on={on} onTap={() => undefined} />
  </View>
);

function choicesOf(quote: Quote, choice: string): Choice[] {
  const best = quote.coupon;
  const taken = best === null ? '我们替你比较每一张券' : `${best.title}，省 ¥${yuan(best.discountFen)}`;
  const own = best !== null && choice === best.couponId;
  return [
    { coupon: 'auto', title: '自动选择最优惠的', text: own ? '我们替你比较每一张券' : taken },
    ...(own ? [{ coupon: best.couponId, title: best.title, text: `省 ¥${yuan(best.discountFen)}` }] : []),
    { coupon: 'none', title: '不使用优惠券', text: '留到下次再用' },
  ];
}

/** Each with the server's reason. The shopper may still prefer one; one that cannot be used is refused with that reason. */
const Losers = ({ quote, onChoose }: Omit<Props, 'choice'>) =>
  quote.losers.length === 0 ? null : (
    <View {...hook('coupon-losers')}>
      <View className={styles.losers}>其他优惠券为何没有使用（能用的可轻触改用）</View>
      {quote.losers.map(({ couponId, title, reason }) => (
        <View
          key={couponId}
          className={styles.choice}
          role="button"
          {...hook(`coupon-choice-${couponId}`)}
          onClick={() => onChoose(couponId)}
        >
          <View className={styles.choiceWords}>
            <View>{title}</View>
            <View className={styles.soft}>{reason}</View>
          </View>
        </View>
      ))}
    </View>
  );

export function Coupons({ quote, choice, onChoose }: Props) {
  const [open, setOpen] = useState(false);
  const choose = (coupon: string) => {
    onChoose(coupon);
    setOpen(false);
  };
  return (
    <Section>
      <View className={styles.couponRow} role="button" {...hook('coupon-row')} onClick={() => setOpen(true)}>
        <Icon name="ticket" className={styles.pin} />
        <View className={styles.couponTitle} {...hook('coupon-chosen')}>
          {summary(quote)}
          {choice === 'auto' && quote.coupon !== null && (
            <View className={styles.soft}>已为你选择最优惠的一张</View>
          )}
        </View>
        {quote.coupon !== null && <View className={styles.off}>−¥{yuan(quote.coupon.discountFen)}</View>}
        <Icon name="next" className={styles.next} />
      </View>
      <Sheet name="coupon-sheet" title="选择优惠券" open={open} onClose={() => setOpen(false)}>
        {choicesOf(quote, choice).map((one) => (
          <Row key={one.coupon} choice={one} on={one.coupon === choice} onTap={() => choose(one.coupon)} />
        ))}
        <Losers quote={quote} onChoose={choose} />
      </Sheet>
    </Section>
  );
}
