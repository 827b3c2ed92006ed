import type { ReactNode } from 'react';
import { View } from '@tarojs/components';
import { classes, hook } from './hook';
import styles from './CouponCard.module.scss';

type Props = {
  name: string;
  title: string;
  ruleText: string;
  scopeText: string;
  /** `12 月 31 日前可用`, `已领 64%`, or why it cannot be had. */
  foot: string;
  dim?: boolean;
  children?: ReactNode;
};

export const CouponCard = ({ name, title, ruleText, scopeText, foot, dim = false, children }: Props) => (
  <View className={classes(styles.card, dim && styles.dim)} {...hook(name)}>
    <View className={styles.words}>
      <View className={styles.rule}>{ruleText}</View>
      <View className={styles.title}>{title}</View>
      <View className={styles.scope}>{scopeText}</View>
      <View className={styles.foot}>{foot}</View>
    </View>
    {children !== undefined && <View className={styles.side}>{children}</View>}
  </View>
);
