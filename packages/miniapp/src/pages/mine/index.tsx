import { View } from '@tarojs/components';
import { showCartBadge } from '../../api/cart';
import { useCall } from '../../api/hooks';
import { useLeft, useMember } from '../../api/session';
import { useDidShow, useReturn } from '../../platform/lifecycle';
import { goTo } from '../../platform/navigate';
import type { PageName } from '../../platform/navigate';
import { hook } from '../../ui/hook';
import { Icon } from '../../ui/Icon';
import type { IconName } from '../../ui/Icon';
import { Page } from '../../ui/Page';
import styles from './index.module.scss';

type Entry = { name: string; icon: IconName; text: string; page: PageName; filter?: string };

const orderEntries: Entry[] = [
  { name: 'orders-unpaid', icon: 'wallet', text: '待付款', page: 'orders', filter: 'unpaid' },
  { name: 'orders-waiting', icon: 'box', text: '待收货', page: 'orders', filter: 'waiting' },
  { name: 'orders-done', icon: 'check', text: '已完成', page: 'orders', filter: 'done' },
  { name: 'aftersales', icon: 'refresh', text: '退换/售后', page: 'aftersales' },
];
const entries: Entry[] = [
  { name: 'messages', icon: 'bell', text: '消息', page: 'messages' },
  { name: 'coupons', icon: 'ticket', text: '优惠券', page: 'coupons' },
  { name: 'stores', icon: 'shop', text: '附近门店', page: 'nearby' },
  { name: 'bookings', icon: 'clock', text: '试穿预约', page: 'bookings' },
  { name: 'privacy', icon: 'shield', text: '我的数据', page: 'privacy' },
  { name: 'about', icon: 'leaf', text: '关于', page: 'about' },
];

const open = ({ page, filter }: Entry) => goTo(page, { filter });

function Greeting() {
  const member = useMember();
  const hasLeft = useLeft() !== null;
  const hello = hasLeft ? '账号已注销' : '正在登录…';
  return (
    <View className={styles.member}>
      <View className={styles.avatar}>
        <Icon name="leaf" />
      </View>
      <View className={styles.text}>
        <View className={styles.hello}>{member === null ? hello : '你好，森屿会员'}</View>
        {member !== null && (
          <View className={styles.note} {...hook('member-no')}>
            会员号 {member.memberNo}
            {' · '}
            {member.phoneMasked ?? '未绑定手机号'}
          </View>
        )}
      </View>
      {member !== null && (
        <View
          className={styles.cardButton}
          role="button"
          {...hook('mine-card')}
          onClick={() => goTo('memberCard')}
        >
          <Icon name="code" className={styles.cardIcon} />
          会员码
        </View>
      )}
    </View>
  );
}

/** How many messages are unread, asked anew whenever the page is seen; 0 as long as nobody knows. */
function useUnread(): number {
  const hasMember = useMember() !== null;
  const { data, reload } = useCall('messages.unread', hasMember ? {} : null);
  useReturn(() => hasMember && reload());
  return data?.count ?? 0;
}

const Tile = ({ entry, badge = 0 }: { entry: Entry; badge?: number }) => (
  <View className={styles.state} role="link" {...hook(`mine-${entry.name}`)} onClick={() => open(entry)}>
    <View className={styles.tileIcon}>
      <Icon name={entry.icon} className={styles.stateIcon} />
      {badge > 0 && (
        <View className={styles.badge} aria-label={`${badge} 条未读`} {...hook(`mine-${entry.name}-badge`)}>
          {badge > 99 ? '99+' : badge}
        </View>
      )}
    </View>
    {entry.text}
  </View>
);

export default function MinePage() {
  useDidShow(showCartBadge);
  const unread = useUnread();
  return (
    <Page name="mine">
      <Greeting />
      <View className={styles.card}>
        <View className={styles.head} role="link" {...hook('orders-all')} onClick={() => goTo('orders')}>
          <View className={styles.title}>我的订单</View>
          <View className={styles.all}>
            全部订单
            <Icon name="next" />
          </View>
        </View>
        <View className={styles.states}>
          {orderEntries.map((entry) => (
            <View
              key={entry.name}
              className={styles.state}
              role="link"
              {...hook(entry.name)}
              onClick={() => open(entry)}
            >
              <Icon name={entry.icon} className={styles.stateIcon} />
              {entry.text}
            </View>
          ))}
        </View>
      </View>
      <View className={styles.card}>
        <View className={styles.grid}>
          {entries.map((entry) => (
            <Tile key={entry.name} entry={entry} badge={entry.name === 'messages' ? unread : 0} />
          ))}
        </View>
      </View>
    </Page>
  );
}
