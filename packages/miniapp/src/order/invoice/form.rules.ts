import { cleanTaxNumber, isTaxNumber } from '@omni/shared/tax-number';

export type Title = { kind: 'personal' | 'company'; title: string; taxNumber: string; email: string };

export const EMPTY: Title = { kind: 'personal', title: '', taxNumber: '', email: '' };
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/;

/** What is still to be mended before it can be sent; null: nothing. The server has the last word. */
export function problemOf({ kind, title, taxNumber, email }: Title): string | null {
  if (title.trim() === '') return kind === 'company' ? '请填写公司名称' : '请填写姓名或“个人”';
  if (kind === 'company') {
    const number = cleanTaxNumber(taxNumber);
    if (number === '') return '请填写税号';
    if (![15, 18, 20].includes(number.length)) return `税号应为 18 位，现在是 ${number.length} 位`;
    if (!isTaxNumber(number)) return '税号校验不通过，请检查有没有写错一位';
  }
  return EMAIL.test(email.trim()) ? null : '请填写正确的邮箱，发票会发到这里';
}

/** As it is sent. */
export const tidied = ({ kind, title, taxNumber, email }: Title): Title => ({
  kind,
  title: title.trim(),
  taxNumber: kind === 'company' ? cleanTaxNumber(taxNumber) : '',
  email: email.trim(),
});
