import { setTimeout as sleep } from 'node:timers/promises';
import { contracts } from '@omni/shared/contracts/index';
import { WAREHOUSE } from '../modules/inventory';
import type { Dice } from './dice';
import { Phone } from './phone';
import type { Said } from './phone';
import type { Scene, Shopper } from './shopper';

type Task = { orderId: string; stage: string; fulfilment?: string };
type Queue = { items: Task[] };

const has = (endpoint: string): boolean => Object.hasOwn(contracts, endpoint);

/** Works through the queue of one place: accepts (or sometimes rejects), packs, hands over against the shopper's code, ships. */
export class Clerk {
  private readonly phone: Phone;
  /** Acts whose refusal is theirs: the shopper wants the money back, or the order went elsewhere. */
  private readonly rejected = new Set<string>();

  constructor(
    private readonly who: { userid: string; place: string },
    private readonly scene: Scene,
    private readonly dice: Dice,
  ) {
    this.phone = new Phone(scene.api, scene.tally);
  }

  async logIn(): Promise<void> {
    for (;;) {
      const { body } = await this.phone.ask('staff.startLogin', { returnTo: '/workbench' });
      const { code } = await this.scene.sandbox.wecom.oauthCode(this.who.userid);
      const state = new URL(body.authorizeUrl).searchParams.get('state') ?? '';
      const said = await this.phone.ask('staff.login', { code, state, nonce: body.nonce });
      if (said.ok) {
        this.phone.token = said.body.token;
        return;
      }
      if (said.code !== 'STAFF_LOGIN_INVALID' || !said.unsure) this.refused('staff.login', said);
    }
  }

  async work(shoppers: ReadonlyMap<string, Shopper>, over: () => boolean): Promise<void> {
    await this.logIn();
    while (!over()) {
      await this.round(shoppers);
      await sleep(300);
    }
  }

  /** Everything that is to do once; answers how much that was. */
  async round(shoppers: ReadonlyMap<string, Shopper>): Promise<number> {
    let done = 0;
    for (const stage of ['to_accept', 'preparing', 'ready']) {
      const said = (await this.phone.askAny('pickup.listQueue', {
        storeId: this.who.place,
        stage,
      })) as Said<Queue>;
      if (!said.ok) {
        this.refused('pickup.listQueue', said);
        return 0;
      }
      for (const task of said.body.items) await this.actOn(task, shoppers);
      done += said.body.items.length;
    }
    return done + (this.who.place === WAREHOUSE ? await this.settleStuck() : 0);
  }

  /** Orders that no store took are given back their money by head office. */
  private async settleStuck(): Promise<number> {
    const said = await this.phone.ask('routing.listStuck', {});
    if (!said.ok) {
      this.refused('routing.listStuck', said);
      return 0;
    }
    for (const { orderId } of said.body.items) {
      this.scene.promises.refundAsked.add(orderId);
      const settled = await this.phone.ask('routing.resolveStuck', { orderId, action: 'refund' });
      if (!settled.ok && settled.code !== 'ROUTING_NOT_STUCK') this.refused('routing.resolveStuck', settled);
    }
    return said.body.items.length;
  }

  private async actOn(task: Task, shoppers: ReadonlyMap<string, Shopper>): Promise<void> {
    const { orderId, stage } = task;
    if (stage === 'to_accept') {
      const reject = has('pickup.reject') && this.dice.chance(8);
      if (!reject) return this.act('pickup.accept', { orderId });
      this.rejected.add(orderId);
      return this.act('pickup.reject', { orderId, reason: 'STORE_BUSY' });
    }
    const ships = task.fulfilment === 'delivery' || this.who.place === 'WAREHOUSE';
    if (ships && has('pickup.ship'))
      return this.act('pickup.ship', { orderId, company: 'SF', number: `SF${orderId.slice(-12)}` });
    if (stage === 'preparing') return this.act('pickup.markReady', { orderId });
    const shopperId = this.scene.promises.placed.get(orderId)?.shopperId ?? '';
    return this.handOver(orderId, shoppers.get(shopperId));
  }

  private async act(endpoint: string, input: { orderId: string } & Record<string, string>): Promise<void> {
    const said = await this.phone.askAny(endpoint, input);
    if (said.ok || this.mayConflict(said, input.orderId)) return;
    this.refused(endpoint, said);
  }

  private mayConflict({ code, unsure }: Said<unknown>, orderId: string): boolean {
    const { promises, timeMoved } = this.scene;
    const gone = this.rejected.has(orderId) && (unsure || code === 'NOT_FOUND');
    return gone || (code === 'ORDER_STATE_CONFLICT' && (timeMoved || promises.refundAsked.has(orderId)));
  }

  /** Sometimes with two taps: one may hand over, the other has to be told that it is done. */
  private async handOver(orderId: string, shopper: Shopper | undefined): Promise<void> {
    const code = await shopper?.code(orderId);
    if (!code) return;
    const input = { storeId: this.who.place, code };
    const redeem = () => this.phone.ask('pickup.redeem', input);
    const taps = await Promise.all(this.dice.chance(20) ? [redeem(), redeem()] : [redeem()]);
    const { promises } = this.scene;
    for (const said of taps) {
      if (said.ok) promises.handOver(orderId);
      else if (said.code === 'PICKUP_ALREADY_HANDED_OVER' && (said.unsure || taps.length > 1)) continue;
      else if (said.code === 'PICKUP_ORDER_CLOSED' && promises.refundAsked.has(orderId)) continue;
      else this.refused('pickup.redeem', said);
    }
  }

  private refused(endpoint: string, { code, body }: Said<unknown>): void {
    this.scene.tally.blame(`${endpoint} refused ${code}, which was not true`, {
      clerk: this.who.userid,
      body,
    });
  }
}
