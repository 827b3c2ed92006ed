import type { ReactNode } from 'react';
import { ScrollView, View } from '@tarojs/components';
import { Popup } from '@nutui/nutui-react-taro';
import { hook } from './hook';
import { Icon } from './Icon';
import styles from './Sheet.module.scss';

type Props = {
  name: string;
  title: string;
  open: boolean;
  onClose: () => void;
  footer?: ReactNode;
  children: ReactNode;
};

/**
 * Comes from below, over the page. NutUI tells of a closing that came from outside, too; whoever closed the sheet knows already.
 */
export const Sheet = ({ name, title, open, onClose, footer, children }: Props) => (
  <Popup visible={open} position="bottom" round onClose={open ? onClose : undefined} destroyOnClose>
    <View className={styles.sheet} role="dialog" aria-modal aria-label={title} {...hook(name)}>
      <View className={styles.head}>
        <View className={styles.title}>{title}</View>
        <View
          role="button"
          aria-label="关闭"
          className={styles.close}
          {...hook(`${name}-close`)}
          onClick={onClose}
        >
          <Icon name="close" />
        </View>
      </View>
      <ScrollView scrollY className={styles.body}>
        <View className={styles.inner}>{children}</View>
      </ScrollView>
      {footer !== undefined && <View className={styles.footer}>{footer}</View>}
    </View>
  </Popup>
);
