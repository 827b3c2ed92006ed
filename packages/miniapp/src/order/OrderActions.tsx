import type { Order, OrderAction } from '../api/views';
import { Button } from '../ui/Button';
import type { BarAction, OrderActionsState } from './use-order-actions';

type Look = { name: string; text: string; look: 'primary' | 'line' | 'plain' };
const looks: Record<BarAction, Look> = {
  pay: { name: 'pay-now', text: '去支付', look: 'primary' },
  cancel: { name: 'cancel-order', text: '取消订单', look: 'plain' },
  refund: { name: 'refund-order', text: '申请退款', look: 'plain' },
  confirmReceipt: { name: 'confirm-receipt', text: '确认收货', look: 'primary' },
  aftersale: { name: 'aftersale', text: '申请售后', look: 'plain' },
  showPickupCode: { name: 'show-pickup-code', text: '出示取货码', look: 'primary' },
  buyAgain: { name: 'buy-again', text: '再次购买', look: 'line' },
};
const order: BarAction[] = [
  'cancel',
  'refund',
  'aftersale',
  'buyAgain',
  'confirmReceipt',
  'showPickupCode',
  'pay',
];
/** A card of a list has room for what is done most. */
const onlyOnThePage: readonly BarAction[] = ['aftersale'];

/** Whether a page below an order has buttons to show at all. */
export const hasBar = (actions: readonly OrderAction[]): boolean =>
  order.some((action) => actions.includes(action));

const busyOf = (action: BarAction, { paying, confirming }: OrderActionsState): boolean =>
  (action === 'pay' && paying.busy) || (action === 'confirmReceipt' && confirming.busy);

type Props = { of: Order; state: OrderActionsState; size: 'large' | 'small' };

/** Buttons for exactly the actions the server allows, the most wanted one last. */
export const OrderActions = ({ of, state, size }: Props) => (
  <>
    {order
      .filter((action) => of.actions.includes(action))
      .filter((action) => size === 'large' || !onlyOnThePage.includes(action))
      .map((action) => (
        <Button
          key={action}
          name={looks[action].name}
          look={looks[action].look}
          size={size}
          busy={busyOf(action, state)}
          wide={size === 'large' && looks[action].look === 'primary'}
          onTap={state.act[action]}
        >
          {looks[action].text}
        </Button>
      ))}
  </>
);
