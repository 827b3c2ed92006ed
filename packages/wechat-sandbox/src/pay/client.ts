import type { Transport } from '../control/transport';

/** What happens at WeChat Pay and the banks behind it. */
export class WechatPayControl {
  constructor(private readonly transport: Transport) {}

  finishRefund(outRefundNo: string, status: 'SUCCESS' | 'ABNORMAL' | 'CLOSED'): Promise<{ status: string }> {
    return this.transport.post(`/control/refunds/${encodeURIComponent(outRefundNo)}/finish`, { status });
  }
}
