import { View } from '@tarojs/components';
import { classes, hook } from './hook';
import { Icon } from './Icon';
import styles from './Tick.module.scss';

/** The round part alone, for a row that is itself what one taps. */
export const Mark = ({ on, disabled = false }: { on: boolean; disabled?: boolean }) => (
  <View className={classes(styles.round, on && styles.on, disabled && styles.off)} aria-hidden>
    {on && <Icon name="check" />}
  </View>
);

type Says = { label: string } | { says: string };
type Props = Says & { name: string; on: boolean; disabled?: boolean; onTap: () => void };

/** A round tick, 44 px to touch. `label` is written beside it; `says` names it where the words stand elsewhere. */
export const Tick = ({ name, on, disabled = false, onTap, ...words }: Props) => (
  <View
    {...hook(name)}
    role="checkbox"
    aria-checked={on}
    aria-disabled={disabled}
    aria-label={'says' in words ? words.says : undefined}
    className={classes(styles.tick, disabled && styles.off)}
    onClick={() => !disabled && onTap()}
  >
    <Mark on={on} />
    {'label' in words && words.label}
  </View>
);
