import type { Address } from '../api/views';

export const emptyAddress: Address = { name: '', phone: '', region: '', street: '' };

/** What is still to be mended before goods can be sent there; null when nothing is. */
export function addressTrouble(address: Address): string | null {
  if (address.name.trim() === '') return '请填写收货人';
  if (!/^1\d{10}$/.test(address.phone.trim())) return '请填写 11 位手机号';
  if (address.region.trim() === '') return '请填写所在地区';
  return address.street.trim() === '' ? '请填写详细地址' : null;
}

export const trimmed = ({ name, phone, region, street }: Address): Address => ({
  name: name.trim(),
  phone: phone.trim(),
  region: region.trim(),
  street: street.trim(),
});
