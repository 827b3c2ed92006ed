import { useState } from 'react';
import { View } from '@tarojs/components';
import { Button } from '../ui/Button';
import { hook } from '../ui/hook';
import { Sheet } from '../ui/Sheet';
import { Mark } from '../ui/Tick';
import type { OrderActionsState } from './use-order-actions';
import styles from './OrderSheets.module.scss';

const reasons = ['不想要了', '尺码或颜色不合适', '拍错了、重新下单', '门店备货太久', '其他原因'];

const CancelSheet = ({ state }: { state: OrderActionsState }) => (
  <Sheet
    name="cancel-sheet"
    title="取消这笔订单？"
    open={state.asking === 'cancel'}
    onClose={state.close}
    footer={
      <>
        <Button name="cancel-keep" look="line" wide onTap={state.close}>
          再想想
        </Button>
        <Button
          name="cancel-confirm"
          look="danger"
          wide
          busy={state.cancelling.busy}
          onTap={() => state.cancelling.run()}
        >
          确认取消
        </Button>
      </>
    }
  >
    <View className={styles.text}>为你保留的库存会释放，用掉的优惠券会退回券包。</View>
  </Sheet>
);

function RefundSheet({ state }: { state: OrderActionsState }) {
  const [chosen, setChosen] = useState(0);
  return (
    <Sheet
      name="refund-sheet"
      title="申请退款"
      open={state.asking === 'refund'}
      onClose={state.close}
      footer={
        <Button
          name="refund-confirm"
          wide
          busy={state.refunding.busy}
          onTap={() => state.refunding.run(reasons[chosen] ?? '其他原因')}
        >
          提交申请
        </Button>
      }
    >
      <View className={styles.text}>全额原路退回，通常几分钟内到账，银行卡可能需要 1–3 个工作日。</View>
      {reasons.map((reason, index) => (
        <View
          key={reason}
          className={styles.reason}
          role="radio"
          aria-checked={index === chosen}
          {...hook(`refund-reason-${index}`)}
          onClick={() => setChosen(index)}
        >
          {reason}
          <Mark on={index === chosen} />
        </View>
      ))}
    </Sheet>
  );
}

const ReceiptSheet = ({ state }: { state: OrderActionsState }) => (
  <Sheet
    name="receipt-sheet"
    title="包裹收到了吗？"
    open={state.asking === 'receipt'}
    onClose={state.close}
    footer={
      <>
        <Button name="receipt-later" look="line" wide onTap={state.close}>
          还没有
        </Button>
        <Button name="receipt-confirm" wide busy={state.confirming.busy} onTap={() => state.confirming.run()}>
          确认收货
        </Button>
      </>
    }
  >
    <View className={styles.text}>确认后订单完成。商品有问题，之后仍可在期限内申请售后。</View>
  </Sheet>
);

export const OrderSheets = ({ state }: { state: OrderActionsState }) => (
  <>
    <CancelSheet state={state} />
    <RefundSheet state={state} />
    <ReceiptSheet state={state} />
  </>
);
