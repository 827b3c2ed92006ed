import { View } from '@tarojs/components';
import { classes } from './hook';

export type IconName =
  | 'search'
  | 'scan'
  | 'pin'
  | 'next'
  | 'close'
  | 'check'
  | 'plus'
  | 'minus'
  | 'ticket'
  | 'bag'
  | 'shield'
  | 'clock'
  | 'phone'
  | 'truck'
  | 'shop'
  | 'wallet'
  | 'box'
  | 'cloud'
  | 'refresh'
  | 'leaf'
  | 'code'
  | 'bell';

export const Icon = ({ name, className }: { name: IconName; className?: string | undefined }) => (
  <View className={classes('icon', `icon-${name}`, className)} aria-hidden />
);
