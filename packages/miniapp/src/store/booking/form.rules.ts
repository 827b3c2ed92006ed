import type { Booking } from '../../api/views';

/** What the shopper has filled in. Height as typed. */
export type FittingForm = {
  slot: string | null;
  height: string;
  usualSize: string | null;
  remark: string;
  agreed: boolean;
};
export const SIZES = ['XS', 'S', 'M', 'L', 'XL', 'XXL'] as const;
export const LOW_CM = 80;
export const HIGH_CM = 230;

export const emptyForm: FittingForm = { slot: null, height: '', usualSize: null, remark: '', agreed: false };

/** A fitting that is changed begins with what it is. */
export const formOf = ({ slot, heightCm, usualSize, remark }: Booking): FittingForm => ({
  slot,
  height: heightCm === null ? '' : String(heightCm),
  usualSize,
  remark: remark ?? '',
  agreed: true,
});

const heightOf = ({ height }: FittingForm): number | null => (height.trim() === '' ? null : Number(height));

/** What is still to be mended before it can be booked; null when nothing is. */
export function formTrouble(form: FittingForm, pieces: number, hasStore: boolean): string | null {
  if (!hasStore) return '请选择试穿门店';
  if (form.slot === null) return '请选择到店时间';
  if (pieces === 0) return '请至少选择一件要试穿的商品';
  const height = heightOf(form);
  if (height !== null && !(Number.isInteger(height) && height >= LOW_CM && height <= HIGH_CM))
    return `身高请填 ${LOW_CM}–${HIGH_CM} 之间的整数`;
  return form.agreed ? null : '请先勾选同意预约说明';
}

/** What goes to the server beside store, slot and pieces; what was left empty stays out. */
export function detailsOf(form: FittingForm): { heightCm?: number; usualSize?: string; remark?: string } {
  const height = heightOf(form);
  const remark = form.remark.trim();
  return {
    ...(height === null ? {} : { heightCm: height }),
    ...(form.usualSize === null ? {} : { usualSize: form.usualSize }),
    ...(remark === '' ? {} : { remark }),
  };
}
