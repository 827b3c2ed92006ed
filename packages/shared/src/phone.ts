/** `13800138001` → `138****8001`: what screens show by default. Shorter strings are starred whole. */
export const maskPhone = (phone: string): string =>
  phone.length >= 7 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : '*'.repeat(phone.length);
