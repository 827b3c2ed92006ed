import { Text, View } from '@tarojs/components';
import { classes, hook } from './hook';
import { Icon } from './Icon';
import styles from './Stepper.module.scss';

type Props = { name: string; value: number; max?: number; onChange: (value: number) => void };

export function Stepper({ name, value, max = 99, onChange }: Props) {
  const key = (kind: 'minus' | 'plus', next: number, off: boolean) => (
    <View
      {...hook(`${name}-${kind}`)}
      role="button"
      aria-label={kind === 'plus' ? '增加数量' : '减少数量'}
      aria-disabled={off}
      className={classes(styles.key, off && styles.off)}
      onClick={() => !off && onChange(next)}
    >
      <Icon name={kind} />
    </View>
  );
  return (
    <View className={styles.stepper}>
      {key('minus', value - 1, value <= 1)}
      <Text className={styles.value} {...hook(`${name}-value`)}>
        {value}
      </Text>
      {key('plus', value + 1, value >= max)}
    </View>
  );
}
