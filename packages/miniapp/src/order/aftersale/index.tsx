import { useState } from 'react';
import { View } from '@tarojs/components';
import { shanghaiText } from '@omni/shared/time';
import { yuan } from '@omni/shared/yuan';
import { call } from '../../api/client';
import { useAction, useCall, usePolling } from '../../api/hooks';
import type { AftersaleCase } from '../../api/views';
import { copyText, toast } from '../../platform/feedback';
import { usePageParams, useReturn } from '../../platform/lifecycle';
import { goTo } from '../../platform/navigate';
import { Button } from '../../ui/Button';
import { Loadable } from '../../ui/Loadable';
import { Page } from '../../ui/Page';
import { PickupCode } from '../../ui/PickupCode';
import { Fact, Section, Stack } from '../../ui/Section';
import { Sheet } from '../../ui/Sheet';
import { classes, hook } from '../../ui/hook';
import { isForCounter, isMoving } from '../aftersale.rules';
import styles from './index.module.scss';

const POLL_MS = 5000;

const bringBefore = ({ sendBackBefore }: AftersaleCase): string =>
  sendBackBefore === null
    ? '到店报单号或出示二维码'
    : `请在 ${shanghaiText(new Date(sendBackBefore))} 前送到门店`;

const Timeline = ({ one }: { one: AftersaleCase }) => (
  <Section title="进度">
    <View {...hook('case-timeline')}>
      {[...one.timeline].reverse().map(({ state, text, at }, index) => (
        <View key={`${state}-${at}`} className={classes(styles.step, index === 0 && styles.now)}>
          <View className={styles.dot} />
          <View className={styles.words}>
            <View>{text}</View>
            <View className={styles.soft}>{shanghaiText(new Date(at))}</View>
          </View>
        </View>
      ))}
    </View>
  </Section>
);

const Goods = ({ one }: { one: AftersaleCase }) => (
  <Section title="商品">
    {one.lines.map(({ lineNo, title, valuesText, quantity, refundFen, replacement }) => (
      <View key={lineNo} className={styles.line}>
        <View className={styles.words}>
          <View className={styles.title}>{title}</View>
          <View className={styles.soft}>
            {valuesText} × {quantity}
          </View>
          {replacement !== null && <View>换成 {replacement.valuesText}</View>}
        </View>
        {one.kind !== 'exchange' && <View>¥{yuan(refundFen)}</View>}
      </View>
    ))}
    {one.kind !== 'exchange' && (
      <View className={styles.total} {...hook('case-refund')}>
        退款金额 <View className={styles.refund}>¥{yuan(one.refundFen)}</View>
      </View>
    )}
  </Section>
);

const Facts = ({ one }: { one: AftersaleCase }) => (
  <Section title="售后信息">
    <Fact label="售后单号">
      <View
        className={styles.copy}
        role="button"
        {...hook('copy-case-no')}
        onClick={() => copyText(one.caseNo, '已复制售后单号')}
      >
        {one.caseNo} 复制
      </View>
    </Fact>
    <Fact label="类型">{one.kindText}</Fact>
    <Fact label="原因">{one.reasonText}</Fact>
    {one.note !== null && <Fact label="说明">{one.note}</Fact>}
    {one.exchangeStore !== null && <Fact label="换货门店">{one.exchangeStore.name}</Fact>}
    {one.receivedAt !== null && <Fact label="退回门店">{one.receivedAt.name}</Fact>}
    <Fact label="订单">
      <View
        className={styles.copy}
        role="link"
        {...hook('view-order')}
        onClick={() => goTo('order', { orderId: one.orderId })}
      >
        {one.orderNo} 查看
      </View>
    </Fact>
  </Section>
);

const Body = ({ one }: { one: AftersaleCase }) => (
  <Stack>
    <Section>
      <View className={styles.status} {...hook('case-status')}>
        {one.statusText}
      </View>
      <View className={styles.soft}>{one.hint}</View>
      {one.declinedReason !== null && one.declinedReason !== one.hint && (
        <View className={styles.declined}>原因：{one.declinedReason}</View>
      )}
    </Section>
    {isForCounter(one) && (
      <PickupCode qrText={one.caseNo} digits={one.caseNo} name="case-no" foot={bringBefore(one)} />
    )}
    <Goods one={one} />
    <Timeline one={one} />
    <Facts one={one} />
  </Stack>
);

function Cancel({ caseId, onDone }: { caseId: string; onDone: (one: AftersaleCase | null) => void }) {
  const [open, setOpen] = useState(false);
  const { busy, run } = useAction(async () => {
    const result = await call('aftersale.cancel', { caseId });
    setOpen(false);
    toast(result.ok ? '已撤销申请' : result.message);
    onDone(result.ok ? result.data : null);
  });
  return (
    <>
      <Button name="case-cancel" look="line" wide onTap={() => setOpen(true)}>
        撤销申请
      </Button>
      <Sheet
        name="case-cancel-sheet"
        title="撤销这次售后？"
        open={open}
        onClose={() => setOpen(false)}
        footer={
          <>
            <Button name="case-cancel-keep" look="line" wide onTap={() => setOpen(false)}>
              再想想
            </Button>
            <Button name="case-cancel-confirm" look="danger" wide busy={busy} onTap={() => run()}>
              确认撤销
            </Button>
          </>
        }
      >
        <View className={styles.soft}>商品继续由你保留。在申请期限内还可以再次申请。</View>
      </Sheet>
    </>
  );
}

export default function AftersalePage() {
  const { caseId = '' } = usePageParams();
  const found = useCall('aftersale.get', { caseId });
  const { data, reload, replace } = found;
  useReturn(reload);
  usePolling(reload, { on: data !== null && isMoving(data), everyMs: POLL_MS });
  const change = (next: AftersaleCase | null) => (next === null ? reload() : replace(next));
  const bottom = data?.actions.includes('cancel') && <Cancel caseId={caseId} onDone={change} />;
  return (
    <Page name="aftersale" bottom={bottom}>
      <Loadable of={found} shape="text">
        {(one) => <Body one={one} />}
      </Loadable>
    </Page>
  );
}
