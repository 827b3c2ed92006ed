import { useState } from 'react';
import { View } from '@tarojs/components';
import { yuan } from '@omni/shared/yuan';
import type { Quote } from '../../api/views';
import { hook } from '../../ui/hook';
import { Icon } from '../../ui/Icon';
import { Section } from '../../ui/Section';
import { Sheet } from '../../ui/Sheet';
import { Mark } from '../../ui/Tick';
import type { CouponChoice } from './use-checkout';
import styles from './index.module.scss';

type Props = { quote: Quote; choice: CouponChoice; onChoose: (coupon: CouponChoice) => void };
type Taken = Quote['coupons'][number];
type Loser = Quote['losers'][number];

const savedFen = (quote: Quote) => quote.coupons.reduce((fen, { discountFen }) => fen + discountFen, 0);
const saves = ({ discountFen }: Taken) => (discountFen > 0 ? `省 ¥${yuan(discountFen)}` : '已加入赠品');

function summary(quote: Quote): string {
  const [first, ...more] = quote.coupons;
  if (first !== undefined) return more.length === 0 ? first.title : `${first.title} 等 ${more.length + 1} 张`;
  return quote.losers.length === 0 ? '暂无可用优惠券' : '未使用优惠券';
}

type Choice = { name: string; title: string; text: string };

const Row = ({ choice, on, onTap }: { choice: Choice; on: boolean; onTap: () => void }) => (
  <View
    className={styles.choice}
    role="checkbox"
    aria-checked={on}
    {...hook(`coupon-choice-${choice.name}`)}
    onClick={onTap}
  >
    <View className={styles.choiceWords}>
      <View>{choice.title}</View>
      <View className={styles.soft}>{choice.text}</View>
    </View>
    <Mark on={on} />
  </View>
);

/** Those in use; a tap leaves one out. */
const TakenRows = ({ quote, onChoose }: Omit<Props, 'choice'>) =>
  quote.coupons.map((one) => {
    const others = quote.coupons.map(({ couponId }) => couponId).filter((id) => id !== one.couponId);
    return (
      <Row
        key={one.couponId}
        choice={{ name: one.couponId, title: one.title, text: saves(one) }}
        on
        onTap={() => onChoose(others.length === 0 ? 'none' : others)}
      />
    );
  });

/** Beside the others if it may be, else instead of them. */
const chosenWith = (quote: Quote, { couponId, addable }: Loser): CouponChoice =>
  addable ? [...quote.coupons.map((one) => one.couponId), couponId] : [couponId];

/** Each with the server's reason. The shopper may still prefer one; one that cannot be used is refused with that reason. */
const Losers = ({ quote, onChoose }: Omit<Props, 'choice'>) =>
  quote.losers.length === 0 ? null : (
    <View {...hook('coupon-losers')}>
      <View className={styles.losers}>其他优惠券为何没有使用（能用的可轻触改用或加用）</View>
      {quote.losers.map((loser) => (
        <View
          key={loser.couponId}
          className={styles.choice}
          role="button"
          {...hook(`coupon-choice-${loser.couponId}`)}
          onClick={() => onChoose(chosenWith(quote, loser))}
        >
          <View className={styles.choiceWords}>
            <View>{loser.title}</View>
            <View className={styles.soft}>{loser.reason}</View>
          </View>
        </View>
      ))}
    </View>
  );

export function Coupons({ quote, choice, onChoose }: Props) {
  const [open, setOpen] = useState(false);
  const choose = (coupon: CouponChoice) => {
    onChoose(coupon);
    setOpen(false);
  };
  const auto = { name: 'auto', title: '自动选择最优惠的', text: '我们替你比较每一张券，能同用的一起用' };
  const none = { name: 'none', title: '不使用优惠券', text: '留到下次再用' };
  const saved = savedFen(quote);
  return (
    <Section>
      <View className={styles.couponRow} role="button" {...hook('coupon-row')} onClick={() => setOpen(true)}>
        <Icon name="ticket" className={styles.pin} />
        <View className={styles.couponTitle} {...hook('coupon-chosen')}>
          {summary(quote)}
          {choice === 'auto' && quote.coupons.length > 0 && (
            <View className={styles.soft}>已为你选择最优惠的组合</View>
          )}
        </View>
        {saved > 0 && <View className={styles.off}>−¥{yuan(saved)}</View>}
        <Icon name="next" className={styles.next} />
      </View>
      <Sheet name="coupon-sheet" title="选择优惠券" open={open} onClose={() => setOpen(false)}>
        <Row choice={auto} on={choice === 'auto'} onTap={() => choose('auto')} />
        <TakenRows quote={quote} onChoose={choose} />
        <Row choice={none} on={choice === 'none'} onTap={() => choose('none')} />
        <Losers quote={quote} onChoose={choose} />
      </Sheet>
    </Section>
  );
}
