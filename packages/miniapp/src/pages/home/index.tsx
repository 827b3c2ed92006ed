import { useEffect } from 'react';
import { View } from '@tarojs/components';
import { showCartBadge } from '../../api/cart';
import { useHome } from '../../api/home';
import { openScene, scanAndOpen } from '../../api/scene';
import { sceneOfQuery } from '../../api/scene.rules';
import { endPullDown, toast } from '../../platform/feedback';
import { takeAddressScene } from '../../platform/launch';
import { useDidShow, usePageParams, usePullDownRefresh } from '../../platform/lifecycle';
import { goTo } from '../../platform/navigate';
import { hook } from '../../ui/hook';
import { Icon } from '../../ui/Icon';
import { Loadable } from '../../ui/Loadable';
import { Page } from '../../ui/Page';
import { StoreLine } from '../../ui/StoreLine';
import { Shelves } from './Shelves';
import { StoreNow } from './StoreNow';
import styles from './index.module.scss';

const Head = () => (
  <View className={styles.head}>
    <View className={styles.tools}>
      <View className={styles.search} role="button" {...hook('home-search')} onClick={() => goTo('search')}>
        <Icon name="search" />
        搜索大衣、针织、围巾…
      </View>
      <View
        className={styles.scan}
        role="button"
        aria-label="扫一扫"
        {...hook('scan-button')}
        onClick={() => void scanAndOpen()}
      >
        <Icon name="scan" />
      </View>
      <View
        className={styles.scan}
        role="button"
        aria-label="会员码"
        {...hook('home-card')}
        onClick={() => goTo('memberCard')}
      >
        <Icon name="code" />
      </View>
    </View>
    <StoreLine />
  </View>
);

/** A mini-program code opens this page with its scene; the preview is opened with the scene in its address. */
function useLaunchScene(): void {
  const { scene } = usePageParams();
  useEffect(() => {
    const found = sceneOfQuery(scene) ?? sceneOfQuery(takeAddressScene() ?? undefined);
    if (found === null) return;
    void openScene(found).then((refusal) => refusal !== null && toast(refusal));
  }, [scene]);
}

export default function HomePage() {
  const home = useHome();
  useLaunchScene();
  useDidShow(showCartBadge);
  usePullDownRefresh(() => {
    home.reload();
    endPullDown();
  });
  return (
    <Page name="home">
      <Head />
      <Loadable of={home} shape="home">
        {(data) => (
          <>
            <StoreNow home={data} onClaimed={home.reload} />
            <Shelves home={data} />
          </>
        )}
      </Loadable>
    </Page>
  );
}
