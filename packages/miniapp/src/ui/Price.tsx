import { Text, View } from '@tarojs/components';
import { yuan } from '@omni/shared/yuan';
import { classes } from './hook';
import styles from './Price.module.scss';

type Props = {
  fen: number;
  was?: number | null;
  size?: 'small' | 'medium' | 'large';
  tone?: 'accent' | 'ink';
};

/** `¥ 129.00`, the yuan larger than the rest; `was` is struck through. */
export function Price({ fen, was = null, size = 'medium', tone = 'ink' }: Props) {
  const [whole = '', cents = ''] = yuan(fen).split('.');
  return (
    <View className={classes(styles.price, styles[size], styles[tone])}>
      <Text className={styles.sign}>¥</Text>
      <Text className={styles.whole}>{whole}</Text>
      <Text className={styles.cents}>.{cents}</Text>
      {was !== null && was > fen && <Text className={styles.was}>¥{yuan(was)}</Text>}
    </View>
  );
}
