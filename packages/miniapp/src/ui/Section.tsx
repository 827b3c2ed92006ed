import type { ReactNode } from 'react';
import { View } from '@tarojs/components';
import styles from './Section.module.scss';

/** A card on the warm ground, with an optional heading. */
export const Section = ({
  title,
  aside,
  children,
}: {
  title?: string;
  aside?: ReactNode;
  children: ReactNode;
}) => (
  <View className={styles.section}>
    {title !== undefined && (
      <View className={styles.head}>
        <View className={styles.title} role="heading" aria-level={2}>
          {title}
        </View>
        {aside}
      </View>
    )}
    {children}
  </View>
);

export const Stack = ({ children }: { children: ReactNode }) => (
  <View className={styles.stack}>{children}</View>
);

/** A label and what stands for it. */
export const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <View className={styles.fact}>
    <View className={styles.label}>{label}</View>
    <View className={styles.value}>{children}</View>
  </View>
);
