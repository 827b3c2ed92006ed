import type { Transport } from '../control/transport';
import type { Balance, ConsoleRefundUrl, PayKeys, PayKeysInput } from './control';

/** What happens at WeChat Pay and the banks behind it. */
export class WechatPayControl {
  constructor(private readonly transport: Transport) {}

  /** Ends a refund that is PROCESSING or ABNORMAL; one that has ended stays as it is. */
  finishRefund(outRefundNo: string, status: 'SUCCESS' | 'ABNORMAL' | 'CLOSED'): Promise<{ status: string }> {
    return this.transport.post(`/control/refunds/${encodeURIComponent(outRefundNo)}/finish`, { status });
  }

  /** What the merchant has: payments come in less their fee, refunds go out. */
  balance(): Promise<Balance> {
    return this.transport.get('/control/wechat-pay/balance');
  }

  /** With less than a refund needs it is refused NOT_ENOUGH. */
  setBalance(balanceFen: number): Promise<Balance> {
    return this.transport.post('/control/wechat-pay/balance', { balanceFen });
  }

  keys(): Promise<PayKeys> {
    return this.transport.get('/control/wechat-pay/keys');
  }

  /** `rotate` puts a new platform certificate beside the one before it; both are in use then. */
  setKeys(changes: PayKeysInput): Promise<PayKeys> {
    return this.transport.post('/control/wechat-pay/keys', changes);
  }

  /** The refund address of the merchant console; null when none is set. */
  setConsoleRefundUrl(url: string | null): Promise<ConsoleRefundUrl> {
    return this.transport.post('/control/wechat-pay/console-refund-url', { url });
  }
}
