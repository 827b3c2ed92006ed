import { useEffect, useState } from 'react';
import { View } from '@tarojs/components';
import { useCall } from '../../api/hooks';
import { openScene } from '../../api/scene';
import { sceneOfQuery } from '../../api/scene.rules';
import { chooseStore, useStore } from '../../api/store-choice';
import type { Store } from '../../api/views';
import { callPhone } from '../../platform/feedback';
import { usePageParams } from '../../platform/lifecycle';
import { goTo, goToTab } from '../../platform/navigate';
import { Button } from '../../ui/Button';
import { classes, hook } from '../../ui/hook';
import { Icon } from '../../ui/Icon';
import { Loadable } from '../../ui/Loadable';
import { Notice } from '../../ui/Notice';
import { Page } from '../../ui/Page';
import { ProductGrid } from '../../ui/ProductCard';
import { Section, Stack } from '../../ui/Section';
import { Skeleton } from '../../ui/Skeleton';
import styles from './index.module.scss';

function StoreFacts({ store }: { store: Store }) {
  const { phone } = store;
  return (
    <Section>
      <View className={styles.name}>{store.name}</View>
      <View className={styles.fact}>
        <Icon name="clock" />
        {store.hoursText}
      </View>
      <View className={styles.fact}>
        <Icon name="pin" />
        {store.address}
      </View>
      {phone !== null && (
        <View
          className={classes(styles.fact, styles.call)}
          role="button"
          {...hook('call-store')}
          onClick={() => callPhone(phone)}
        >
          <Icon name="phone" />
          {phone}
        </View>
      )}
      <View className={styles.actions}>
        <Button name="landing-shop" wide onTap={() => goToTab('category')}>
          逛本店商品
        </Button>
        <Button name="landing-coupons" look="line" wide onTap={() => goTo('coupons')}>
          领券
        </Button>
      </View>
      <View className={styles.actions}>
        <Button
          name="landing-fitting"
          look="soft"
          wide
          onTap={() => {
            chooseStore(store, 'hand');
            goTo('booking');
          }}
        >
          预约到店试穿
        </Button>
      </View>
    </Section>
  );
}

function Welcome({ storeId }: { storeId: string }) {
  const store = useCall('stores.get', { storeId });
  const home = useCall('catalog.home', {});
  const chosen = useStore();
  return (
    <Loadable of={store} shape="detail">
      {(data) => (
        <Stack>
          {chosen?.storeId === data.storeId && (
            <View className={styles.chosen} {...hook('store-chosen')}>
              <Icon name="check" />
              已为你选择 {data.name}
            </View>
          )}
          <StoreFacts store={data} />
          {home.data && (
            <>
              <View className={styles.heading}>到店可试 · 本季新品</View>
              <ProductGrid products={home.data.newArrivals} />
            </>
          )}
        </Stack>
      )}
    </Loadable>
  );
}

/** Reached by a scanned store code: straight from WeChat with its scene, or from inside with the store already known. */
export default function LandingPage() {
  const { storeId, scene } = usePageParams();
  const [refusal, setRefusal] = useState<string | null>(null);
  const found = sceneOfQuery(scene);
  useEffect(() => {
    if (storeId === undefined && found !== null) void openScene(found, 'replace').then(setRefusal);
  }, [storeId, found]);
  const unknown =
    refusal ?? (storeId === undefined && found === null ? '这个码不属于本品牌，或已失效' : null);
  return (
    <Page name="landing">
      {unknown !== null && (
        <Notice icon="scan" title="没有认出这个码" text={unknown} name="scene-unknown">
          <Button name="go-home" onTap={() => goToTab('home')}>
            回首页
          </Button>
        </Notice>
      )}
      {unknown === null && storeId === undefined && <Skeleton shape="detail" />}
      {storeId !== undefined && <Welcome storeId={storeId} />}
    </Page>
  );
}
