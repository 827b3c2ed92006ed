import { View } from '@tarojs/components';
import { shanghaiText } from '@omni/shared/time';
import { usePages } from '../../api/pages';
import type { AftersaleCase } from '../../api/views';
import { usePageParams, useReachBottom, useReturn } from '../../platform/lifecycle';
import { goTo } from '../../platform/navigate';
import { Button } from '../../ui/Button';
import { Loadable } from '../../ui/Loadable';
import { Notice } from '../../ui/Notice';
import { Page } from '../../ui/Page';
import { Price } from '../../ui/Price';
import { Section, Stack } from '../../ui/Section';
import { hook } from '../../ui/hook';
import styles from './index.module.scss';

const CaseCard = ({ one }: { one: AftersaleCase }) => (
  <View role="link" {...hook(`case-${one.caseId}`)} onClick={() => goTo('aftersale', { caseId: one.caseId })}>
    <Section title={one.kindText} aside={<View className={styles.status}>{one.statusText}</View>}>
      {one.lines.map(({ lineNo, title, valuesText, quantity }) => (
        <View key={lineNo} className={styles.line}>
          <View className={styles.words}>
            {title} <View className={styles.soft}>{valuesText}</View>
          </View>
          <View className={styles.soft}>× {quantity}</View>
        </View>
      ))}
      <View className={styles.foot}>
        <View className={styles.soft}>{shanghaiText(new Date(one.appliedAt))}</View>
        {one.kind !== 'exchange' && <Price fen={one.refundFen} size="small" />}
      </View>
    </Section>
  </View>
);

const Empty = () => (
  <Notice icon="shield" title="没有售后记录" text="在订单里可以申请退款、退货或换货" name="empty-state">
    <Button name="view-orders" look="line" onTap={() => goTo('orders')}>
      查看订单
    </Button>
  </Notice>
);

/** Cases of one order, or all of them. */
export default function AftersaleListPage() {
  const { orderId } = usePageParams();
  const pages = usePages('aftersale.list', orderId === undefined ? {} : { orderId });
  useReturn(pages.reload);
  useReachBottom(pages.more);
  return (
    <Page name="aftersales">
      <Loadable of={pages} shape="list">
        {(cases) =>
          cases.length === 0 ? (
            <Empty />
          ) : (
            <Stack>
              {cases.map((one) => (
                <CaseCard key={one.caseId} one={one} />
              ))}
              <View className={styles.end}>{pages.ended ? '没有更多了' : '加载中…'}</View>
            </Stack>
          )
        }
      </Loadable>
    </Page>
  );
}
