import { View } from '@tarojs/components';
import { shanghaiText } from '@omni/shared/time';
import { useCall, usePolling } from '../../api/hooks';
import type { OpenedShare } from '../../api/views';
import { usePageParams, useReturn } from '../../platform/lifecycle';
import { goToTab } from '../../platform/navigate';
import { Button } from '../../ui/Button';
import { Loadable } from '../../ui/Loadable';
import { Notice } from '../../ui/Notice';
import { Page } from '../../ui/Page';
import { PickupCode } from '../../ui/PickupCode';
import { Section, Stack } from '../../ui/Section';
import { hook } from '../../ui/hook';
import { tokenOfQuery } from '../held-shares.rules';
import styles from './index.module.scss';

const WATCH_MS = 3000;

const Home = () => (
  <Button name="go-home" look="line" onTap={() => goToTab('home')}>
    去逛逛
  </Button>
);
const Used = () => (
  <Notice icon="check" title="已经取走了" text="谢谢你帮忙，代取码已使用。" name="share-used">
    <Home />
  </Notice>
);
const Over = () => (
  <Notice
    icon="clock"
    title="代取码已失效"
    text="可能已过期、被收回，或订单已处理完。请联系把码发给你的朋友。"
    name="share-over"
  >
    <Home />
  </Notice>
);

const Open = ({ share }: { share: OpenedShare }) => (
  <Stack>
    {share.qrText !== null && (
      <View {...hook('share-qr')}>
        <PickupCode
          qrText={share.qrText}
          foot={`${shanghaiText(new Date(share.expiresAt))} 前有效，只能用一次`}
        />
      </View>
    )}
    {share.store !== null && (
      <Section title={share.store.name}>
        <View className={styles.soft}>{share.store.address}</View>
      </Section>
    )}
    <Section title="要取的商品">
      {share.lines.map(({ title, valuesText, quantity }, index) => (
        <View key={index} className={styles.line}>
          <View>
            <View className={styles.title}>{title}</View>
            <View className={styles.soft}>{valuesText}</View>
          </View>
          <View className={styles.count}>× {quantity}</View>
        </View>
      ))}
    </Section>
  </Stack>
);

/** What a friend sees who was asked to collect: the code and what for, nothing of who bought it. */
export default function PickupSharePage() {
  const { token } = usePageParams();
  const known = tokenOfQuery(token);
  const share = useCall('pickup.openShare', known === null ? null : { token: known });
  useReturn(share.reload);
  usePolling(share.reload, { on: share.data?.state === 'open', everyMs: WATCH_MS });
  if (known === null) {
    return (
      <Page name="pickup-share">
        <Over />
      </Page>
    );
  }
  return (
    <Page name="pickup-share">
      <Loadable of={share} shape="detail">
        {(data) => {
          if (data.state === 'used') return <Used />;
          return data.state === 'over' ? <Over /> : <Open share={data} />;
        }}
      </Loadable>
    </Page>
  );
}
