import type { ReactNode } from 'react';
import { View } from '@tarojs/components';
import { hook } from './hook';
import { Icon } from './Icon';
import type { IconName } from './Icon';
import styles from './Notice.module.scss';

type Props = { icon: IconName; title: string; text?: string; name?: string; children?: ReactNode };

/** A whole screen (or the rest of one) that has one thing to say. */
export const Notice = ({ icon, title, text, name = 'notice', children }: Props) => (
  <View className={styles.notice} {...hook(name)}>
    <View className={styles.mark}>
      <Icon name={icon} />
    </View>
    <View className={styles.title}>{title}</View>
    {text !== undefined && <View className={styles.text}>{text}</View>}
    {children !== undefined && <View className={styles.actions}>{children}</View>}
  </View>
);
