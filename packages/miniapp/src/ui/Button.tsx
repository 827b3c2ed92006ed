import type { ReactNode } from 'react';
import { View } from '@tarojs/components';
import { classes, hook } from './hook';
import styles from './Button.module.scss';

type Props = {
  name: string;
  children: ReactNode;
  onTap: () => void;
  look?: 'primary' | 'soft' | 'line' | 'danger' | 'plain';
  size?: 'large' | 'small';
  wide?: boolean;
  busy?: boolean;
  disabled?: boolean;
};

/** Takes no taps while it is busy or disabled. `name` is what journeys call it. */
export function Button({
  name,
  children,
  onTap,
  look = 'primary',
  size = 'large',
  wide,
  busy,
  disabled,
}: Props) {
  const off = busy === true || disabled === true;
  return (
    <View
      {...hook(name)}
      role="button"
      aria-disabled={off}
      aria-busy={busy === true}
      className={classes(styles.button, styles[look], styles[size], wide && styles.wide, off && styles.off)}
      hoverClass={off ? 'none' : styles.pressed}
      onClick={(event) => {
        event.stopPropagation();
        if (!off) onTap();
      }}
    >
      {busy === true && <View className={styles.spinner} />}
      {children}
    </View>
  );
}
