import { useEffect, useRef } from 'react';
import { View } from '@tarojs/components';
import { useCall } from '../../api/hooks';
import { useReturn } from '../../platform/lifecycle';
import { goTo } from '../../platform/navigate';
import { hook } from '../../ui/hook';
import { Icon } from '../../ui/Icon';
import { Section } from '../../ui/Section';
import styles from './index.module.scss';

/** The cases of an order, if there are any. `refundedFen` moves when one of them does. */
export function Cases({ orderId, refundedFen }: { orderId: string; refundedFen: number }) {
  const { data, reload } = useCall('aftersale.list', { orderId });
  const known = useRef(refundedFen);
  useReturn(reload);
  useEffect(() => {
    if (known.current === refundedFen) return;
    known.current = refundedFen;
    reload();
  }, [refundedFen, reload]);
  if (data === null || data.items.length === 0) return null;
  return (
    <Section title="售后">
      {data.items.map((one) => (
        <View
          key={one.caseId}
          className={styles.case}
          role="link"
          {...hook(`case-${one.caseId}`)}
          onClick={() => goTo('aftersale', { caseId: one.caseId })}
        >
          <View>{one.kindText}</View>
          <View className={styles.caseState}>
            {one.statusText}
            <Icon name="next" />
          </View>
        </View>
      ))}
    </Section>
  );
}
