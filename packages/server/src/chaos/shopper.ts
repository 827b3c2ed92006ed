import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxClient } from '@omni/wechat-sandbox';
import type { Dice } from './dice';
import { Phone } from './phone';
import type { Said } from './phone';
import type { Promises } from './promises';
import type { Tally } from './tally';

export type Scene = {
  api: string;
  sandbox: SandboxClient;
  tally: Tally;
  promises: Promises;
  stores: readonly [string, ...string[]];
  /** Enough of it for everybody. */
  plentySku: string;
  /** Not enough of it. */
  scarceSku: string;
  couponTemplateId: string;
  /** Offers to stores may have run out since. */
  timeMoved: boolean;
};

const PAID = ['paid', 'accepted', 'ready', 'shipped', 'handed_over', 'completed', 'refunding', 'refunded'];
const REASON = '不想要了';

/** One person who orders, pays, cancels, refunds and forgets, as chance will have it. */
export class Shopper {
  readonly phone: Phone;

  constructor(
    readonly id: string,
    private readonly scene: Scene,
    private readonly dice: Dice,
  ) {
    this.phone = new Phone(scene.api, scene.tally);
  }

  async logIn(): Promise<void> {
    for (;;) {
      const said = await this.phone.ask('identity.login', await this.scene.sandbox.loginCode(this.id));
      if (said.ok) {
        this.phone.token = said.body.token;
        return;
      }
      // The code is spent when the answer got lost.
      if (said.code !== 'LOGIN_CODE_INVALID' || !said.unsure) this.refused('identity.login', said);
    }
  }

  async shop(over: () => boolean): Promise<void> {
    await this.logIn();
    const claimed = await this.phone.ask('coupons.claim', { templateId: this.scene.couponTemplateId });
    if (!claimed.ok && !(claimed.code === 'COUPON_LIMIT_REACHED' && claimed.unsure))
      this.refused('coupons.claim', claimed);
    while (!over()) {
      const orderId = await this.order();
      if (orderId) await this.goOn(orderId);
      await sleep(this.dice.below(200));
    }
  }

  /** Quote and place; null when it was refused. */
  private async order(): Promise<string | null> {
    const { plentySku, scarceSku, stores } = this.scene;
    const skuId = this.dice.chance(30) ? scarceSku : plentySku;
    const where = this.dice.chance(75)
      ? ({ fulfilment: 'pickup', storeId: this.dice.oneOf(stores) } as const)
      : ({ fulfilment: 'delivery' } as const);
    const lines = [{ skuId, quantity: 1 + this.dice.below(2) }];
    const draft = { ...where, lines, coupon: 'auto' as const };
    const quote = await this.phone.ask('orders.quote', draft);
    if (!quote.ok) return this.refused('orders.quote', quote);
    const address = { name: '林晓', phone: '13800138001', region: '上海市静安区', street: '测试路 1 号' };
    const wish = {
      ...draft,
      requestId: randomUUID(),
      ...(where.fulfilment === 'delivery' ? { address } : {}),
    };
    const placed = await this.place({ ...wish, expectedPayableFen: quote.body.payableFen });
    if (placed.ok) return this.keepPlaced(placed.body);
    if (placed.code === 'OUT_OF_STOCK' && skuId === scarceSku) return null;
    return this.refused('orders.place', placed);
  }

  /** Sometimes with two taps, which have to be one order; and once more at the new price when a coupon came back meanwhile. */
  private async place(wish: Parameters<typeof this.tap>[0]): Promise<Awaited<ReturnType<typeof this.tap>>> {
    const twice = this.dice.chance(15);
    const [first, second] = await Promise.all([this.tap(wish), twice ? this.tap(wish) : null]);
    if (second?.ok && first.ok && second.body.orderId !== first.body.orderId)
      this.scene.tally.blame('two taps made two orders', [first.body.orderId, second.body.orderId]);
    const said = second?.ok ? second : first;
    const now = said.details.payableFen;
    if (said.code !== 'PRICE_CHANGED' || typeof now !== 'number' || now === wish.expectedPayableFen)
      return said;
    return this.tap({ ...wish, expectedPayableFen: now });
  }

  private readonly tap = (wish: Parameters<typeof this.phone.ask<'orders.place'>>[1]) =>
    this.phone.ask('orders.place', wish);

  private keepPlaced({ orderId, payableFen }: { orderId: string; payableFen: number }): string {
    this.scene.promises.placed.set(orderId, { shopperId: this.id, payableFen });
    return orderId;
  }

  private async goOn(orderId: string): Promise<void> {
    const mood = this.dice.below(100);
    if (mood < 12) return;
    if (mood < 25) return this.cancel(orderId);
    if (mood < 32) {
      await Promise.all([this.pay(orderId, true), this.cancel(orderId, true)]);
      return;
    }
    if (!(await this.pay(orderId)) || this.dice.chance(30)) return;
    await this.confirm(orderId);
    if (this.dice.chance(35)) await this.refund(orderId);
  }

  /** `torn`: cancels at the same time, so that either may be refused. */
  private async cancel(orderId: string, torn = false): Promise<void> {
    const said = await this.phone.ask('orders.cancel', { orderId });
    if (said.ok) this.scene.promises.toldCancelled.add(orderId);
    else if (!torn || said.code !== 'ORDER_NOT_CANCELLABLE') this.refused('orders.cancel', said);
  }

  private async pay(orderId: string, torn = false): Promise<boolean> {
    const { promises, sandbox, tally } = this.scene;
    const said = await this.phone.ask('orders.pay', { orderId });
    if (!said.ok) {
      if (!torn || said.code !== 'ORDER_NOT_PAYABLE') this.refused('orders.pay', said);
      return false;
    }
    const { errMsg } = await sandbox.pay(this.id, said.body);
    if (errMsg === 'requestPayment:ok') promises.paidAtWechat.add(orderId);
    else if (!torn) tally.blame('what we prepaid could not be paid', { orderId, errMsg });
    return errMsg === 'requestPayment:ok';
  }

  private async confirm(orderId: string): Promise<void> {
    const said = await this.phone.ask('orders.confirmPayment', { orderId });
    if (!said.ok) return void this.refused('orders.confirmPayment', said);
    if (PAID.includes(said.body.status)) this.scene.promises.toldPaid.add(orderId);
    else this.scene.tally.blame(`paid, but shown as ${said.body.status}`, orderId);
  }

  private async refund(orderId: string): Promise<void> {
    const { promises } = this.scene;
    promises.refundAsked.add(orderId);
    const said = await this.phone.ask('orders.refund', { orderId, reason: REASON });
    if (said.ok) promises.toldRefund.add(orderId);
    else if (said.code === 'ORDER_NOT_REFUNDABLE') promises.refusedRefund.add(orderId);
    else this.refused('orders.refund', said);
  }

  /** The digits to say at the counter; null when there are none (any more). */
  async code(orderId: string): Promise<string | null> {
    const said = await this.phone.ask('pickup.showCode', { orderId });
    if (said.ok) return said.body.digits;
    const { promises } = this.scene;
    if (said.code === 'PICKUP_ORDER_CLOSED' && promises.refundAsked.has(orderId)) return null;
    if (said.code === 'PICKUP_ALREADY_HANDED_OVER' && promises.handedOver.has(orderId)) return null;
    return this.refused('pickup.showCode', said);
  }

  private refused(endpoint: string, { code, body }: Said<unknown>): null {
    this.scene.tally.blame(`${endpoint} refused ${code}, which was not true`, { shopper: this.id, body });
    return null;
  }
}
