import { Button as NativeButton, View } from '@tarojs/components';
import { isWeapp } from '../platform/env';
import { hook } from './hook';
import styles from './ContactButton.module.scss';

/** Opens the chat with customer service. WeChat gives it to a button of its own kind only; the preview has no chats and says so. */
export const ContactButton = () =>
  isWeapp ? (
    <NativeButton {...hook('contact')} className={styles.native} openType="contact">
      联系客服
    </NativeButton>
  ) : (
    <View className={styles.note} {...hook('contact')}>
      在微信里打开小程序，可在此联系客服
    </View>
  );
