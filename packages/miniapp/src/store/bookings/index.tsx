import { View } from '@tarojs/components';
import { usePages } from '../../api/pages';
import type { Booking } from '../../api/views';
import { useReachBottom, useReturn } from '../../platform/lifecycle';
import { goTo, goToTab } from '../../platform/navigate';
import { Button } from '../../ui/Button';
import { hook } from '../../ui/hook';
import { Loadable } from '../../ui/Loadable';
import { Notice } from '../../ui/Notice';
import { Page } from '../../ui/Page';
import { Picture } from '../../ui/Picture';
import { Section, Stack } from '../../ui/Section';
import styles from './index.module.scss';

const BookingCard = ({ booking }: { booking: Booking }) => (
  <View
    role="link"
    {...hook(`booking-${booking.bookingId}`)}
    onClick={() => goTo('bookingDetail', { bookingId: booking.bookingId })}
  >
    <Section title={booking.slotText} aside={<View className={styles.status}>{booking.stateText}</View>}>
      <View className={styles.soft}>{booking.store.name}</View>
      <View className={styles.pieces}>
        {booking.items.slice(0, 4).map(({ skuId, imageUrl, title }) => (
          <View key={skuId} className={styles.frame}>
            <Picture src={imageUrl} alt={title} />
          </View>
        ))}
        <View className={styles.soft}>共 {booking.items.length} 件</View>
      </View>
    </Section>
  </View>
);

const Empty = () => (
  <Notice
    icon="shop"
    title="还没有试穿预约"
    text="在商品页点「预约到店试穿」，导购会提前为你备好尺码"
    name="empty-state"
  >
    <Button name="go-shopping" onTap={() => goToTab('category')}>
      去选商品
    </Button>
  </Notice>
);

export default function BookingsPage() {
  const pages = usePages('bookings.mine', {});
  useReturn(pages.reload);
  useReachBottom(pages.more);
  return (
    <Page name="bookings">
      <Loadable of={pages} shape="list">
        {(items) =>
          items.length === 0 ? (
            <Empty />
          ) : (
            <Stack>
              {items.map((booking) => (
                <BookingCard key={booking.bookingId} booking={booking} />
              ))}
              <View className={styles.end}>{pages.ended ? '没有更多了' : '加载中…'}</View>
            </Stack>
          )
        }
      </Loadable>
    </Page>
  );
}
