import { useState } from 'react';
import { View } from '@tarojs/components';
import { removePiece } from '../../api/fitting';
import { useCall } from '../../api/hooks';
import { useStore } from '../../api/store-choice';
import type { Booking, FittingDay } from '../../api/views';
import { usePageParams } from '../../platform/lifecycle';
import { goTo } from '../../platform/navigate';
import { Button } from '../../ui/Button';
import { hook } from '../../ui/hook';
import { Icon } from '../../ui/Icon';
import { Loadable } from '../../ui/Loadable';
import { Page } from '../../ui/Page';
import { Section, Stack } from '../../ui/Section';
import { SlotPicker } from '../../ui/SlotPicker';
import { dayOf, firstDay } from '../../ui/slots.rules';
import { Agreement, Remark, Sizes } from './Details';
import { Pieces } from './Pieces';
import { useBook, useChange, useForm, useSlots } from './use-fitting';
import type { FormState } from './use-fitting';
import styles from './index.module.scss';

type Place = { storeId: string; name: string; address: string };

const StoreRow = ({ store, onTap }: { store: Place | null; onTap?: () => void }) => (
  <Section title="试穿门店">
    <View
      className={styles.store}
      {...(onTap ? { role: 'button', ...hook('choose-store'), onClick: onTap } : {})}
    >
      <Icon name="shop" />
      <View className={styles.words}>
        <View className={styles.title}>{store?.name ?? '选择试穿门店'}</View>
        <View className={styles.soft}>{store?.address ?? '看看附近哪家店有你的尺码'}</View>
      </View>
      {onTap && <Icon name="next" />}
    </View>
  </Section>
);

function Times({ days, state }: { days: readonly FittingDay[]; state: FormState }) {
  const { form, setForm } = state;
  const [picked, setPicked] = useState<string | null>(null);
  const day = picked ?? dayOf(days, form.slot) ?? firstDay(days);
  const none = days.every(({ slots }) => slots.length === 0);
  return (
    <Section title="到店时间">
      {none ? (
        <View className={styles.soft} {...hook('no-fittings')}>
          这家门店近 7 天不能预约试穿，换一家门店试试
        </View>
      ) : (
        <SlotPicker
          days={days}
          day={day}
          slot={form.slot}
          onDay={setPicked}
          onSlot={(slot) => setForm({ ...form, slot })}
        />
      )}
    </Section>
  );
}

const TimesOf = ({ slots, state }: { slots: ReturnType<typeof useSlots>; state: FormState }) => (
  <Loadable of={slots} shape="text">
    {({ days }) => <Times days={days} state={state} />}
  </Loadable>
);

function NewFitting() {
  const store = useStore();
  const storeId = store?.storeId ?? null;
  const state = useForm(null);
  const slots = useSlots(storeId);
  const { busy, run } = useBook({ state, storeId, onStale: slots.reload });
  const details = { form: state.form, onChange: state.setForm };
  return (
    <Page
      name="booking"
      bottom={
        <Button name="confirm-booking" wide busy={busy} onTap={() => run()}>
          确认预约
        </Button>
      }
    >
      <Stack>
        <StoreRow store={store} onTap={() => goTo('nearby', { for: 'fitting' })} />
        {storeId !== null && <TimesOf slots={slots} state={state} />}
        <Pieces pieces={state.pieces} storeId={storeId} onRemove={removePiece} />
        <Sizes {...details} />
        <Remark {...details} />
        <Agreement {...details} />
      </Stack>
    </Page>
  );
}

function ChangedFitting({ booking }: { booking: Booking }) {
  const { store } = booking;
  const state = useForm(booking);
  const slots = useSlots(store.storeId);
  const { busy, run } = useChange(booking, { state, storeId: store.storeId, onStale: slots.reload });
  const { pieces, setOwn } = state;
  return (
    <Page
      name="booking"
      bottom={
        <Button name="confirm-change" wide busy={busy} onTap={() => run()}>
          保存修改
        </Button>
      }
    >
      <Stack>
        <StoreRow store={store} />
        <Section title="当前预约">
          <View>{booking.slotText}</View>
          <View className={styles.soft}>不选新时间则保持不变。修改后门店会重新准备。</View>
        </Section>
        <TimesOf slots={slots} state={state} />
        <Pieces
          pieces={pieces}
          storeId={store.storeId}
          onChange={setOwn}
          onRemove={(skuId) => setOwn(pieces.filter((piece) => piece.skuId !== skuId))}
        />
      </Stack>
    </Page>
  );
}

function OldFitting({ bookingId }: { bookingId: string }) {
  const found = useCall('bookings.get', { bookingId });
  if (found.data !== null) return <ChangedFitting booking={found.data} />;
  return (
    <Page name="booking">
      <Loadable of={found} shape="list">
        {() => null}
      </Loadable>
    </Page>
  );
}

/** A new fitting, or with `bookingId` another time or other pieces for one that is booked. */
export default function BookingPage() {
  const { bookingId } = usePageParams();
  return bookingId === undefined ? <NewFitting /> : <OldFitting bookingId={bookingId} />;
}
