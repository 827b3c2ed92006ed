/** `13800138001` → `138****8001`: what screens show by default. Shorter strings are starred whole. */
export const maskPhone = (phone: string): string =>
  phone.length >= 7 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : '*'.repeat(phone.length);

/** `lin@example.com` → `l***@example.com`. */
export const maskEmail = (address: string): string => {
  const at = address.lastIndexOf('@');
  return at > 0 ? `${address.slice(0, 1)}***${address.slice(at)}` : '*'.repeat(address.length);
};
