import { View } from '@tarojs/components';
import { yuan } from '@omni/shared/yuan';
import { hook } from './hook';
import { Price } from './Price';
import { Fact } from './Section';
import styles from './Amounts.module.scss';

type Props = {
  goodsFen: number;
  discountFen: number;
  freightFen: number;
  payableFen: number;
  couponTitle: string | null;
  /** What went back of it so far. */
  refundedFen?: number;
};

export const Amounts = ({ refundedFen = 0, ...amounts }: Props) => (
  <View>
    <Fact label="商品金额">¥{yuan(amounts.goodsFen)}</Fact>
    <Fact label={amounts.couponTitle === null ? '优惠' : `优惠 · ${amounts.couponTitle}`}>
      {amounts.discountFen > 0 ? `−¥${yuan(amounts.discountFen)}` : '¥0.00'}
    </Fact>
    <Fact label="运费">{amounts.freightFen > 0 ? `¥${yuan(amounts.freightFen)}` : '免运费'}</Fact>
    <View className={styles.total} {...hook('payable')}>
      合计
      <Price fen={amounts.payableFen} tone="accent" />
    </View>
    {refundedFen > 0 && (
      <View {...hook('refunded')}>
        <Fact label="已退款">¥{yuan(refundedFen)}</Fact>
      </View>
    )}
  </View>
);
