import { yuan } from '@omni/shared/yuan';
import { distanceText } from '@omni/shared/geo';
import { forgetStore } from '../../api/store-choice';
import { preferFulfilment } from '../../api/checkout';
import { goBack } from '../../platform/navigate';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';

type Props = {
  radiusMetres: number;
  delivery: { available: boolean; reason: string | null; freightFen: number };
  asked: boolean;
};

function offer({ delivery, asked }: Props): string {
  const freight = delivery.freightFen === 0 ? '免运费' : `运费 ¥${yuan(delivery.freightFen)}`;
  if (asked && !delivery.available) return '总仓暂时也缺部分商品，可以先加入购物车，稍后再来看看。';
  return `从总仓发出，${freight}。`;
}

/** No store within the pickup radius: says so, and offers the warehouse. */
export const NoneNear = (props: Props) => (
  <Notice
    icon="truck"
    title={props.delivery.reason ?? `附近 ${distanceText(props.radiusMetres)} 内没有可自提的门店`}
    text={offer(props)}
    name="none-near"
  >
    <Button
      name="choose-delivery"
      disabled={props.asked && !props.delivery.available}
      onTap={() => {
        forgetStore();
        preferFulfilment('delivery');
        goBack();
      }}
    >
      改用快递配送
    </Button>
  </Notice>
);
