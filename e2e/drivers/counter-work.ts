import type { Person } from './person';

/** The store takes an order and packs it. */
export async function packs(staff: Person, orderId: string): Promise<void> {
  await staff.tap(`accept-${orderId}`);
  await staff.tap('stage-preparing');
  await staff.tap(`ready-${orderId}`);
  await staff.tap('stage-ready');
  await staff.see(`task-${orderId}`);
}

/** Checks a code that a shopper shows, and hands the goods over. */
export async function handsOver(staff: Person, code: string): Promise<void> {
  await staff.tap('open-code-check');
  await staff.type('code-input', code);
  await staff.tap('code-check');
  await staff.page.locator('[data-testid="code-result"][data-code="FOUND"]').waitFor();
  await staff.tap('code-confirm');
  await staff.page.locator('[data-testid="code-result"][data-code="HANDED_OVER"]').waitFor();
}

/** Agrees to what is asked for after the sale, if the store has a say, and takes the goods back. */
export async function takesBack(staff: Person, caseNo: string): Promise<void> {
  await staff.tap('open-aftersale');
  await staff.see('aftersale');
  await staff.type('return-number', caseNo);
  await staff.tap('return-find');
  const receive = staff.page.locator('[data-testid^="receive-"]:visible').first();
  const approve = staff.page.locator('[data-testid^="approve-"]:visible').first();
  await receive.or(approve).first().waitFor();
  if (await approve.isVisible()) await approve.click();
  await receive.click();
  await staff.page
    .locator('.find-return [data-state="refunding"], .find-return [data-state="refunded"]')
    .waitFor();
}
