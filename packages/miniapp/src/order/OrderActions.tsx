import type { Order, OrderAction } from '../api/views';
import { Button } from '../ui/Button';
import type { OrderActionsState } from './use-order-actions';

type Look = { name: string; text: string; look: 'primary' | 'line' | 'plain' };
const looks: Record<OrderAction, Look> = {
  pay: { name: 'pay-now', text: '去支付', look: 'primary' },
  cancel: { name: 'cancel-order', text: '取消订单', look: 'plain' },
  refund: { name: 'refund-order', text: '申请退款', look: 'plain' },
  showPickupCode: { name: 'show-pickup-code', text: '出示取货码', look: 'primary' },
  buyAgain: { name: 'buy-again', text: '再次购买', look: 'line' },
};
const order: OrderAction[] = ['cancel', 'refund', 'buyAgain', 'showPickupCode', 'pay'];

type Props = { of: Order; state: OrderActionsState; size: 'large' | 'small' };

/** Buttons for exactly the actions the server allows, the most wanted one last. */
export const OrderActions = ({ of, state, size }: Props) => (
  <>
    {order
      .filter((action) => of.actions.includes(action))
      .map((action) => (
        <Button
          key={action}
          name={looks[action].name}
          look={looks[action].look}
          size={size}
          busy={action === 'pay' && state.paying.busy}
          wide={size === 'large' && looks[action].look === 'primary'}
          onTap={state.act[action]}
        >
          {looks[action].text}
        </Button>
      ))}
  </>
);
