import { useState } from 'react';
import { call } from '../../api/client';
import { endWish, fittingRequest, useFittingPieces } from '../../api/fitting';
import type { FittingPiece } from '../../api/fitting';
import { useAction, useCall } from '../../api/hooks';
import type { Booking } from '../../api/views';
import { toast } from '../../platform/feedback';
import { useReturn } from '../../platform/lifecycle';
import { goBack, replaceWith } from '../../platform/navigate';
import { askFittingNotices } from '../../platform/wechat';
import { detailsOf, emptyForm, formOf, formTrouble } from './form.rules';

/** Refusals after which the times on the screen are not those of now. */
const STALE = ['BOOKING_SLOT_FULL', 'BOOKING_SLOT_CLOSED', 'BOOKING_TWICE'];

/** The free times of a store, asked for again on every return; a lost race asks too. */
export function useSlots(storeId: string | null) {
  const slots = useCall('bookings.slots', storeId === null ? null : { storeId });
  useReturn(slots.reload);
  return slots;
}

/** What is filled in; `pieces` are the wish of the whole app for a new fitting, its own for one that is changed. */
export function useForm(booking: Booking | null) {
  const [form, setForm] = useState(booking === null ? emptyForm : formOf(booking));
  const wished = useFittingPieces();
  const [own, setOwn] = useState<readonly FittingPiece[]>(booking?.items ?? []);
  return { form, setForm, pieces: booking === null ? wished : own, setOwn };
}
export type FormState = ReturnType<typeof useForm>;

type Sending = { state: FormState; storeId: string | null; onStale: () => void };

/** What the server said no to, told; times that are no longer so are asked for again and the choice is dropped. */
function refused({ state, onStale }: Sending, { code, message }: { code: string; message: string }): void {
  toast(message);
  if (!STALE.includes(code)) return;
  state.setForm({ ...state.form, slot: null });
  onStale();
}

/** Books once per wish. WeChat wants to be asked about messages in the tap itself, so that comes first, and once. */
export function useBook(sending: Sending) {
  const { state, storeId } = sending;
  const [asked, setAsked] = useState(false);
  return useAction(async () => {
    const { form, pieces } = state;
    const trouble = formTrouble(form, pieces.length, storeId !== null);
    if (trouble !== null || storeId === null || form.slot === null) return toast(trouble ?? '请检查后再提交');
    if (!asked) await askFittingNotices();
    setAsked(true);
    const items = pieces.map(({ skuId }) => ({ skuId }));
    const input = { requestId: fittingRequest(), storeId, slot: form.slot, items, ...detailsOf(form) };
    const result = await call('bookings.book', input);
    if (result.ok) {
      endWish();
      return replaceWith('bookingDetail', { bookingId: result.data.bookingId, new: '1' });
    }
    if (result.code !== 'REQUEST_REUSED') return refused(sending, result);
    endWish();
    toast('上一次预约其实已经成功');
    return replaceWith('bookings');
  });
}

/** Another time, other pieces. */
export function useChange(booking: Booking, sending: Sending) {
  return useAction(async () => {
    const { form, pieces } = sending.state;
    const trouble = formTrouble(form, pieces.length, true);
    if (trouble !== null || form.slot === null) return toast(trouble ?? '请检查后再提交');
    const { bookingId, version } = booking;
    const items = pieces.map(({ skuId }) => ({ skuId }));
    const result = await call('bookings.change', { bookingId, version, slot: form.slot, items });
    if (!result.ok) return refused(sending, result);
    toast('已修改预约');
    return goBack();
  });
}
