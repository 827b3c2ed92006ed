import type { OnPhone } from './weapp';

export const PRODUCT = 'P001';
export const BLUE_M = ['雾蓝', 'M'];

/** On the sheet of a goods page. */
export async function pickSku(phone: OnPhone, values: string[]): Promise<void> {
  for (const value of values) await phone.tap(`sku-value-${value}`);
}

/** From anywhere to the checkout of one piece. */
export async function buyNow(phone: OnPhone, productId: string, values: string[]): Promise<void> {
  await phone.open(`goods/detail/index?productId=${productId}`);
  await phone.tap('buy-now');
  await pickSku(phone, values);
  await phone.tap('sku-confirm');
  await phone.arrive('order/checkout/index');
}

/** On the first page: the nearest store, which the phone then keeps. */
export async function nearestStore(phone: OnPhone): Promise<void> {
  await phone.see('page-home');
  await phone.tap('locate-store');
  await phone.see('current-store');
}

/** At the checkout: the first order of somebody needs a verified phone number; whether, is known after the login. */
export async function verifyPhone(phone: OnPhone): Promise<void> {
  if ((await phone.readyOneOf('phone-button', 'place-order')) === 'phone-button')
    await phone.tap('phone-button');
  await phone.see('place-order');
}

/** From the checkout to the page that says it is paid. Answers the id of the order. */
export async function placeAndPay(phone: OnPhone): Promise<string> {
  await phone.tap('place-order');
  const { orderId } = await phone.arrive('order/pay-result/index');
  await phone.see('pay-settled');
  return orderId!;
}
