import { useState } from 'react';
import { View } from '@tarojs/components';
import { useAction, useCall } from '../../api/hooks';
import { eraseMe } from '../../api/leave';
import { leave } from '../../api/session';
import type { Blocking, LeavePreview } from '../../api/views';
import { toast } from '../../platform/feedback';
import { goTo } from '../../platform/navigate';
import { Button } from '../../ui/Button';
import { classes, hook } from '../../ui/hook';
import { Icon } from '../../ui/Icon';
import { Loadable } from '../../ui/Loadable';
import { Sheet } from '../../ui/Sheet';
import { Tick } from '../../ui/Tick';
import styles from './index.module.scss';

const Blocked = ({ one }: { one: Blocking }) => {
  const { orderId } = one;
  return (
    <View
      className={styles.blocked}
      role={orderId === null ? undefined : 'link'}
      {...hook(`blocking-${one.kind}`)}
      onClick={() => orderId !== null && goTo('order', { orderId })}
    >
      <View className={styles.words}>
        <View className={styles.title}>
          {one.kindText} · {one.text}
        </View>
        <View className={styles.text}>{one.number}</View>
      </View>
      {orderId !== null && <Icon name="next" />}
    </View>
  );
};

const WhatHappens = ({ preview }: { preview: LeavePreview }) => (
  <>
    <View className={styles.head}>会删除</View>
    {preview.deletes.map((text) => (
      <View key={text} className={styles.item}>
        <Icon name="close" className={styles.mark} />
        {text}
      </View>
    ))}
    <View className={styles.head}>依法保留，不再与你关联</View>
    {preview.keeps.map(({ title, reason }) => (
      <View key={title} className={classes(styles.item, styles.keep)}>
        <Icon name="shield" className={styles.mark} />
        <View className={styles.words}>
          <View className={styles.title}>{title}</View>
          <View className={styles.text}>{reason}</View>
        </View>
      </View>
    ))}
    <View className={styles.text}>
      企业微信里与导购的好友关系由微信保存，需要时请在微信里自行删除。再次进入小程序会成为新会员，看不到以前的记录。
    </View>
  </>
);

const WhatBlocks = ({ blocking }: { blocking: Blocking[] }) => (
  <View {...hook('leave-blocked')}>
    <View className={styles.problem} role="alert">
      还有 {blocking.length} 项没有完成，完成后才能注销
    </View>
    {blocking.map((one) => (
      <Blocked key={`${one.kind}${one.number}`} one={one} />
    ))}
  </View>
);

function Confirm({ preview, onRefused }: { preview: LeavePreview; onRefused: () => void }) {
  const [sure, setSure] = useState(false);
  const { busy, run } = useAction(async () => {
    const failure = await eraseMe(preview);
    if (failure === null) return;
    toast(failure.message);
    onRefused();
  });
  return (
    <View className={styles.confirm}>
      <Tick name="leave-sure" on={sure} label="我已了解，注销后不能恢复" onTap={() => setSure(!sure)} />
      <Button name="leave-confirm" look="danger" disabled={!sure} busy={busy} onTap={() => run()}>
        {preview.confirmText}
      </Button>
    </View>
  );
}

/** What leaving means, what keeps from it, and the one tap that does it. */
export function LeaveSheet({ onClose }: { onClose: () => void }) {
  const preview = useCall('privacy.previewErasure', {});
  return (
    <Sheet name="leave-sheet" title="注销账号与删除数据" open onClose={onClose}>
      <Loadable of={preview} shape="text">
        {(data) => {
          if (data.running !== null) return <UnderWay certificateNo={data.running} />;
          const isBlocked = data.blocking.length > 0;
          return (
            <View className={styles.sheet}>
              {isBlocked && <WhatBlocks blocking={data.blocking} />}
              <WhatHappens preview={data} />
              {!isBlocked && <Confirm preview={data} onRefused={preview.reload} />}
            </View>
          );
        }}
      </Loadable>
    </Sheet>
  );
}

const UnderWay = ({ certificateNo }: { certificateNo: string }) => (
  <View className={styles.sheet} {...hook('leave-running')}>
    <View className={styles.text}>你的注销申请正在处理。</View>
    <Button name="leave-progress" look="line" onTap={() => leave(certificateNo)}>
      退出登录并查看进度
    </Button>
  </View>
);
