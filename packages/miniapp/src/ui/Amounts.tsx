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
};

export const Amounts = ({ goodsFen, discountFen, freightFen, payableFen, couponTitle }: Props) => (
  <View>
    <Fact label="商品金额">¥{yuan(goodsFen)}</Fact>
    <Fact label={couponTitle === null ? '优惠' : `优惠 · ${couponTitle}`}>
      {discountFen > 0 ? `−¥${yuan(discountFen)}` : '¥0.00'}
    </Fact>
    <Fact label="运费">{freightFen > 0 ? `¥${yuan(freightFen)}` : '免运费'}</Fact>
    <View className={styles.total} {...hook('payable')}>
      合计
      <Price fen={payableFen} tone="accent" />
    </View>
  </View>
);
