import { View } from '@tarojs/components';
import { classes, hook } from './hook';
import { Icon } from './Icon';
import styles from './Tick.module.scss';

type Props = { name: string; on: boolean; label?: string; disabled?: boolean; onTap: () => void };

/** A round tick, 44 px to touch. */
export const Tick = ({ name, on, label, disabled = false, onTap }: Props) => (
  <View
    {...hook(name)}
    role="checkbox"
    aria-checked={on}
    aria-disabled={disabled}
    className={classes(styles.tick, disabled && styles.off)}
    onClick={() => !disabled && onTap()}
  >
    <View className={classes(styles.round, on && styles.on)}>{on && <Icon name="check" />}</View>
    {label}
  </View>
);
