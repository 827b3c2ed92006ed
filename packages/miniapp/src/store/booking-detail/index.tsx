import { useState } from 'react';
import { View } from '@tarojs/components';
import { call } from '../../api/client';
import { useAction, useCall, usePolling } from '../../api/hooks';
import type { Booking } from '../../api/views';
import { callPhone, copyText, toast } from '../../platform/feedback';
import { usePageParams, useReturn } from '../../platform/lifecycle';
import { goTo } from '../../platform/navigate';
import { openMap } from '../../platform/wechat';
import { Button } from '../../ui/Button';
import { classes, hook } from '../../ui/hook';
import { Loadable } from '../../ui/Loadable';
import { Steps } from '../../ui/OrderProgress';
import { Page } from '../../ui/Page';
import { Picture } from '../../ui/Picture';
import { Fact, Section, Stack } from '../../ui/Section';
import { Sheet } from '../../ui/Sheet';
import { hintOf, pieceNote, stepsOf } from './progress.rules';
import styles from './index.module.scss';

const POLL_MS = 5000;

const Status = ({ booking }: { booking: Booking }) => (
  <Section>
    <View className={styles.status} {...hook('booking-status')}>
      {booking.stateText}
    </View>
    <View className={styles.soft}>{hintOf(booking)}</View>
    <Steps name="booking-progress" {...stepsOf(booking.state)} />
  </Section>
);

function StoreSection({ store }: Pick<Booking, 'store'>) {
  const { name, address, latitude, longitude, phone } = store;
  const route = async () => {
    if (!(await openMap({ name, address, latitude, longitude })))
      copyText(`${name} ${address}`, '已复制门店地址');
  };
  return (
    <Section title="门店">
      <View className={styles.title}>{name}</View>
      <View className={styles.soft}>{address}</View>
      <View className={styles.soft}>{store.hoursText}</View>
      <View className={styles.care}>
        <Button name="store-route" look="line" size="small" onTap={() => void route()}>
          地图与路线
        </Button>
        {phone !== null && (
          <Button name="call-store" look="line" size="small" onTap={() => callPhone(phone)}>
            联系门店
          </Button>
        )}
      </View>
    </Section>
  );
}

const Goods = ({ booking }: { booking: Booking }) => (
  <Section title="试穿商品">
    {booking.items.map((item) => {
      const note = pieceNote(item, booking.state);
      return (
        <View
          key={item.skuId}
          className={styles.piece}
          role="link"
          {...hook(`piece-${item.skuId}`)}
          onClick={() => goTo('detail', { productId: item.productId })}
        >
          <View className={styles.frame}>
            <Picture src={item.imageUrl} alt={item.title} />
          </View>
          <View className={styles.words}>
            <View className={styles.title}>{item.title}</View>
            <View className={styles.soft}>{item.valuesText}</View>
          </View>
          {note !== null && (
            <View className={classes(styles.note, !note.good && styles.short)}>{note.text}</View>
          )}
        </View>
      );
    })}
  </Section>
);

const Facts = ({ booking }: { booking: Booking }) => (
  <Section title="预约信息">
    <Fact label="到店时间">{booking.slotText}</Fact>
    {booking.usualSize !== null && <Fact label="平时尺码">{booking.usualSize}</Fact>}
    {booking.heightCm !== null && <Fact label="身高">{booking.heightCm} cm</Fact>}
    {booking.remark !== null && <Fact label="备注">{booking.remark}</Fact>}
  </Section>
);

type Done = (booking: Booking | null) => void;

function Cancel({ bookingId, onDone }: { bookingId: string; onDone: Done }) {
  const [open, setOpen] = useState(false);
  const { busy, run } = useAction(async () => {
    const result = await call('bookings.cancel', { bookingId });
    setOpen(false);
    toast(result.ok ? '已取消预约' : result.message);
    onDone(result.ok ? result.data : null);
  });
  return (
    <>
      <Button name="cancel-booking" look="line" wide onTap={() => setOpen(true)}>
        取消预约
      </Button>
      <Sheet
        name="cancel-booking-sheet"
        title="取消这次试穿？"
        open={open}
        onClose={() => setOpen(false)}
        footer={
          <>
            <Button name="cancel-booking-keep" look="line" wide onTap={() => setOpen(false)}>
              再想想
            </Button>
            <Button name="cancel-booking-confirm" look="danger" wide busy={busy} onTap={() => run()}>
              确认取消
            </Button>
          </>
        }
      >
        <View className={styles.soft}>试衣间会留给其他顾客，填写的身高与尺码会立即删除。</View>
      </Sheet>
    </>
  );
}

const Actions = ({ booking, onDone }: { booking: Booking; onDone: Done }) => (
  <>
    {booking.actions.includes('cancel') && <Cancel bookingId={booking.bookingId} onDone={onDone} />}
    {booking.actions.includes('change') && (
      <Button name="change-booking" wide onTap={() => goTo('booking', { bookingId: booking.bookingId })}>
        修改预约
      </Button>
    )}
  </>
);

export default function BookingDetailPage() {
  const { bookingId = '' } = usePageParams();
  const found = useCall('bookings.get', { bookingId });
  const { data, reload, replace } = found;
  useReturn(reload);
  usePolling(reload, { on: data !== null && data.endedAt === null, everyMs: POLL_MS });
  const change: Done = (next) => (next === null ? reload() : replace(next));
  const bottom = data !== null && data.actions.length > 0 && <Actions booking={data} onDone={change} />;
  return (
    <Page name="booking-detail" bottom={bottom}>
      <Loadable of={found} shape="text">
        {(booking) => (
          <Stack>
            <Status booking={booking} />
            <StoreSection store={booking.store} />
            <Goods booking={booking} />
            <Facts booking={booking} />
          </Stack>
        )}
      </Loadable>
    </Page>
  );
}
