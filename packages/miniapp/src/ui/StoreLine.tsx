import { Text, View } from '@tarojs/components';
import { distanceText } from '@omni/shared/geo';
import { useAction } from '../api/hooks';
import { chooseNearest, useStore } from '../api/store-choice';
import type { ChosenStore } from '../api/store-choice';
import { toast } from '../platform/feedback';
import { goTo } from '../platform/navigate';
import { classes, hook } from './hook';
import { Icon } from './Icon';
import styles from './StoreLine.module.scss';

const lead = (store: ChosenStore) => (store.by === 'hand' ? '自提门店：' : '为你选择：');

/** Which store the shopper would collect from, and the way to another one. */
export function StoreLine() {
  const store = useStore();
  const { busy, run } = useAction(async () => {
    const outcome = await chooseNearest();
    if (outcome === 'none') toast('附近 3 km 内暂无门店，可为你快递配送');
    if (outcome === 'failed') toast('网络不给力，请检查后重试');
    if (outcome === 'refused') goTo('nearby', { asked: '1' });
  });
  return (
    <View className={styles.line}>
      <Icon name="pin" className={styles.pin} />
      {store === null ? (
        <View
          className={classes(styles.words, styles.locate)}
          role="button"
          aria-busy={busy}
          {...hook('locate-store')}
          onClick={() => run()}
        >
          {busy ? '正在定位…' : '定位最近的门店，看看有没有货'}
        </View>
      ) : (
        <View className={styles.current} {...hook('current-store')}>
          <View className={styles.words}>
            {lead(store)}
            <Text className={styles.name}>{store.name}</Text>
          </View>
          {store.distanceMetres !== null && (
            <Text className={styles.distance}>{distanceText(store.distanceMetres)}</Text>
          )}
        </View>
      )}
      <View className={styles.change} role="button" {...hook('choose-store')} onClick={() => goTo('nearby')}>
        {store === null ? '选门店' : '更换'}
        <Icon name="next" />
      </View>
    </View>
  );
}
