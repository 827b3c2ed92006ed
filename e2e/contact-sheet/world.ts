import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { counter } from '../drivers/person';
import type { Person } from '../drivers/person';
import { urls } from '../drivers/suite';

/** What the pages show: ids of things that were really made, by tapping and by calls of the same shopper. */
export type World = { ready: string; collected: string; token: string; caseId: string; bookingId: string };

const STORE = 'SH001';

/** Opens a page afresh: an address that differs by its hash alone would not reload. */
export async function open(person: Person, address: string): Promise<void> {
  await person.page.goto('about:blank');
  await person.page.goto(`${urls.miniapp}/?person=lin#/${address}`);
}

type Call = (name: string, input: object) => Promise<Record<string, unknown>>;

/** Calls the API with the session that the preview has in its own requests. */
async function callerOf(person: Person): Promise<Call> {
  const asked = person.page.waitForRequest((request) => 'authorization' in request.headers());
  await open(person, 'pages/mine/index');
  const authorization = (await asked).headers()['authorization'] ?? '';
  return async (name, input) => {
    const answer = await fetch(`${urls.api}/api/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify(input),
    });
    const body = (await answer.json()) as Record<string, unknown>;
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(body)}`);
    return body;
  };
}

/** One piece bought and paid, to be collected at the nearest store. Stops at a phone that is not verified yet. */
async function buy(lin: Person, first: boolean): Promise<string> {
  await open(lin, 'goods/detail/index?productId=P001');
  await lin.tap('buy-now');
  await lin.tap('sku-value-雾蓝');
  await lin.tap('sku-value-M');
  await lin.tap('sku-confirm');
  if (first) {
    await lin.tap('phone-button');
    await lin.tap('sandbox-allow');
  }
  // As long as the price is being worked out, the button takes no tap.
  await lin.page.locator('[data-testid="place-order"]:visible:not([aria-disabled="true"])').waitFor();
  const placed = lin.page.waitForResponse((response) => response.url().endsWith('/api/orders.place'));
  await lin.tap('place-order');
  const { orderId } = (await (await placed).json()) as { orderId: string };
  await lin.tap('sandbox-pay-confirm');
  await lin.tap('sandbox-subscribe-accept');
  await lin.see('pay-settled');
  return orderId;
}

async function packed(browser: Browser, orderId: string): Promise<void> {
  const staff = await counter(browser, 'laozhou');
  await staff.tap(`accept-${orderId}`);
  await staff.tap('stage-preparing');
  await staff.tap(`ready-${orderId}`);
  await staff.tap('stage-ready');
  await staff.see(`task-${orderId}`);
  await staff.leave();
}

async function handedOver(browser: Browser, digits: string): Promise<void> {
  const staff = await counter(browser, 'laozhou');
  await staff.tap('open-code-check');
  await staff.type('code-input', digits);
  await staff.tap('code-check');
  await staff.tap('code-confirm');
  await staff.page.locator('[data-testid="code-result"][data-code="HANDED_OVER"]').waitFor();
  await staff.leave();
}

async function applied(lin: Person, orderId: string): Promise<string> {
  await open(lin, `order/aftersale-apply/index?orderId=${orderId}`);
  await lin.tap('kind-return');
  await lin.tap('line-1');
  await lin.tap('reason-does_not_fit');
  const answered = lin.page.waitForResponse((response) => response.url().endsWith('/api/aftersale.apply'));
  await lin.tap('submit-aftersale');
  return ((await (await answered).json()) as { caseId: string }).caseId;
}

type Slots = { days: { slots: Record<string, unknown>[] }[] };

async function booked(call: Call): Promise<string> {
  const { days } = (await call('bookings.slots', { storeId: STORE })) as unknown as Slots;
  const slot = days.at(-1)?.slots.find(({ left }) => left !== 0)?.['slot'];
  const items = [{ skuId: 'P001-BLUE-M' }, { skuId: 'P002-BLUE-M' }];
  const booking = await call('bookings.book', { requestId: randomUUID(), storeId: STORE, slot, items });
  return String(booking['bookingId']);
}

/** A shopper with a store, things in the cart, one order ready, one collected and in after-sale, a fitting booked. */
export async function makeWorld(browser: Browser, lin: Person): Promise<World> {
  await lin.tap('locate-store');
  await lin.tap('sandbox-allow');
  await lin.see('current-store');
  const collected = await buy(lin, true);
  const ready = await buy(lin, false);
  const third = await buy(lin, false);
  for (const orderId of [collected, ready, third]) await packed(browser, orderId);
  const call = await callerOf(lin);
  for (const orderId of [collected, third]) {
    const { digits } = await call('pickup.showCode', { orderId });
    await handedOver(browser, String(digits));
  }
  const { token } = await call('pickup.shareCode', { orderId: ready });
  const caseId = await applied(lin, collected);
  const bookingId = await booked(call);
  await open(lin, 'goods/detail/index?productId=P001');
  await lin.tap('add-to-cart');
  await lin.tap('sku-value-雾蓝');
  await lin.tap('sku-value-M');
  await lin.tap('sku-confirm');
  await lin.see('add-to-cart');
  return { ready, collected: third, token: String(token), caseId, bookingId };
}
