import { View } from '@tarojs/components';
import styles from './Skeleton.module.scss';

export type SkeletonShape = 'home' | 'grid' | 'list' | 'detail' | 'text';

const times = (count: number) => Array.from({ length: count }, (_, index) => index);
const Tile = ({ tall }: { tall: number }) => (
  <View className={styles.tile} style={{ paddingTop: `${tall}%` }} />
);

export const Skeleton = ({ shape }: { shape: SkeletonShape }) => (
  <View className={styles.skeleton} role="status" aria-busy aria-label="正在加载">
    {(shape === 'home' || shape === 'detail') && <Tile tall={shape === 'home' ? 48 : 110} />}
    {(shape === 'home' || shape === 'grid') && (
      <View className={styles.grid}>
        {times(4).map((index) => (
          <Tile key={index} tall={125} />
        ))}
      </View>
    )}
    {shape === 'list' && times(3).map((index) => <Tile key={index} tall={28} />)}
    {(shape === 'detail' || shape === 'text') && times(4).map((index) => <Tile key={index} tall={7} />)}
  </View>
);
