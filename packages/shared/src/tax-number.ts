const SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const CODE = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;

/** GB 32100-2015: 18 signs, of which the last makes the weighted sum (weights 3^i mod 31) divisible by 31. */
export function isCreditCode(code: string): boolean {
  if (!CODE.test(code)) return false;
  let weight = 1;
  let sum = 0;
  for (const sign of code.slice(0, 17)) {
    sum += SIGNS.indexOf(sign) * weight;
    weight = (weight * 3) % 31;
  }
  return SIGNS[(31 - (sum % 31)) % 31] === code[17];
}

/** As people type it: spaces, dashes, full-width and small letters are mended. */
export const cleanTaxNumber = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '');

/** A credit code, or a tax number of before: 15 signs of companies, 20 of sole traders. These have no check digit of their own. */
export const isTaxNumber = (number: string): boolean =>
  number.length === 18 ? isCreditCode(number) : /^(?:[0-9A-Z]{15}|[0-9A-Z]{20})$/.test(number);
