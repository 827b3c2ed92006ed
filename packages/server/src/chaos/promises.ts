/** What the system told people, to be held against what is true in the end. All by order id. */
export class Promises {
  /** Answered as placed, with what it was to cost. */
  readonly placed = new Map<string, { shopperId: string; payableFen: number }>();
  /** WeChat said the money is paid. */
  readonly paidAtWechat = new Set<string>();
  /** We said so. */
  readonly toldPaid = new Set<string>();
  readonly toldCancelled = new Set<string>();
  readonly refundAsked = new Set<string>();
  readonly toldRefund = new Set<string>();
  /** Refused as not refundable: then it has to have left the house. */
  readonly refusedRefund = new Set<string>();
  /** How often a counter was told that it may hand over. */
  readonly handedOver = new Map<string, number>();

  handOver(orderId: string): void {
    this.handedOver.set(orderId, (this.handedOver.get(orderId) ?? 0) + 1);
  }
}
