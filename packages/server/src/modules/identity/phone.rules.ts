/** The one form in which a number is kept: eleven digits in mainland China, `+` and country code elsewhere. */
export function normalPhone(phone: { countryCode: string; purePhoneNumber: string }): string {
  return phone.countryCode === '86' ? phone.purePhoneNumber : `+${phone.countryCode}${phone.purePhoneNumber}`;
}

const KEPT_FORM = /^(1\d{10}|\+(?!86)\d{6,18})$/;
export const isKeptPhone = (text: string): boolean => KEPT_FORM.test(text);

/** A number as people type it (`+86 138-0013-8001`, `8613800138001`) in the kept form; null when it is none. */
export function typedPhone(text: string): string | null {
  const digits = text.normalize('NFKC').replace(/[\s()./-]/g, '');
  const bare = digits.replace(/^(?:\+|00)?86(?=1\d{10}$)/, '').replace(/^00(?=\d)/, '+');
  return isKeptPhone(bare) ? bare : null;
}
