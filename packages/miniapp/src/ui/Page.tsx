import type { ReactNode } from 'react';
import { View } from '@tarojs/components';
import { useArrival } from '../api/arrival';
import { online } from '../api/session';
import { startProblem } from '../api/start';
import { useShared } from '../api/state';
import { hook } from './hook';
import { Icon } from './Icon';
import { Notice } from './Notice';
import styles from './Page.module.scss';

const OfflineBar = () => (
  <View className={styles.offline} role="status" {...hook('offline-bar')}>
    <Icon name="cloud" />
    网络不给力，内容可能不是最新的
  </View>
);

/** Every screen stands in this frame. `bottom` stays in reach of the thumb while the rest scrolls. */
export function Page({ name, bottom, children }: { name: string; bottom?: ReactNode; children: ReactNode }) {
  useArrival();
  const problem = useShared(startProblem);
  const isOnline = useShared(online);
  if (problem !== null)
    return <Notice icon="cloud" title="预览环境没有准备好" text={problem} name="start-problem" />;
  return (
    <View className={styles.page} {...hook(`page-${name}`)}>
      {!isOnline && <OfflineBar />}
      {children}
      {bottom !== undefined && bottom !== null && bottom !== false && (
        <>
          <View className={styles.room} />
          <View className={styles.bottom}>{bottom}</View>
        </>
      )}
    </View>
  );
}
