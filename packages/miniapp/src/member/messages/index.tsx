import { View } from '@tarojs/components';
import { call } from '../../api/client';
import { serverNowMs } from '../../api/clock';
import { useAction } from '../../api/hooks';
import { usePages } from '../../api/pages';
import type { Message } from '../../api/views';
import { toast } from '../../platform/feedback';
import { useReachBottom, useReturn } from '../../platform/lifecycle';
import { goTo } from '../../platform/navigate';
import { Button } from '../../ui/Button';
import { classes, hook } from '../../ui/hook';
import { Icon } from '../../ui/Icon';
import type { IconName } from '../../ui/Icon';
import { Loadable } from '../../ui/Loadable';
import { Notice } from '../../ui/Notice';
import { Page } from '../../ui/Page';
import { byDay, clockText } from './days.rules';
import styles from './index.module.scss';

const icons: Record<Message['kind'], IconName> = {
  order: 'box',
  refund: 'wallet',
  aftersale: 'refresh',
  coupon: 'ticket',
  invoice: 'wallet',
};

/** Opens what the message is about; that it was read is told on the way. */
function open({ messageId, opens, isRead }: Message): void {
  if (!isRead) void call('messages.markRead', { messageId });
  const { page, id } = opens;
  if (page === 'coupons' || id === null) goTo('coupons');
  else if (page === 'aftersale') goTo('aftersale', { caseId: id });
  else if (page === 'invoice') goTo('invoice', { orderId: id });
  else goTo('order', { orderId: id });
}

const MessageRow = ({ message }: { message: Message }) => (
  <View
    className={styles.message}
    role="link"
    {...hook(`message-${message.messageId}`)}
    onClick={() => open(message)}
  >
    <View className={styles.mark}>
      <Icon name={icons[message.kind]} />
      {!message.isRead && <View className={styles.dot} role="img" aria-label="未读" />}
    </View>
    <View className={styles.words}>
      <View className={styles.head}>
        <View className={classes(styles.title, message.isRead && styles.read)}>{message.title}</View>
        <View className={styles.time}>{clockText(new Date(message.at))}</View>
      </View>
      <View className={styles.text}>{message.text}</View>
    </View>
  </View>
);

type ListProps = { messages: Message[]; ended: boolean; onRead: () => void };

function List({ messages, ended, onRead }: ListProps) {
  const { busy, run } = useAction(async () => {
    const result = await call('messages.markRead', {});
    if (result.ok) onRead();
    else toast(result.message);
  });
  const anyNew = messages.some(({ isRead }) => !isRead);
  return (
    <>
      {anyNew && (
        <View className={styles.bar}>
          <Button name="read-all" look="plain" size="small" busy={busy} onTap={() => run()}>
            全部已读
          </Button>
        </View>
      )}
      {byDay(messages, new Date(serverNowMs())).map(({ title, items }) => (
        <View key={title}>
          <View className={styles.day} role="heading" aria-level={2}>
            {title}
          </View>
          <View className={styles.card}>
            {items.map((message) => (
              <MessageRow key={message.messageId} message={message} />
            ))}
          </View>
        </View>
      ))}
      <View className={styles.end}>{ended ? '只保留最近一年的消息' : '加载中…'}</View>
    </>
  );
}

export default function MessagesPage() {
  const pages = usePages('messages.list', {});
  useReturn(pages.reload);
  useReachBottom(pages.more);
  return (
    <Page name="messages">
      <Loadable of={pages} shape="list">
        {(messages) =>
          messages.length === 0 ? (
            <Notice
              icon="bell"
              title="还没有消息"
              text="订单、退款和优惠券的进展会出现在这里"
              name="empty-state"
            />
          ) : (
            <List messages={messages} ended={pages.ended} onRead={pages.reload} />
          )
        }
      </Loadable>
    </Page>
  );
}
