import Taro from '@tarojs/taro';

export const toast = (title: string): void => {
  void Taro.showToast({ title, icon: 'none', duration: 2200 });
};

export async function copyText(text: string): Promise<void> {
  await Taro.setClipboardData({ data: text }).catch(() => undefined);
}

export const callPhone = (phoneNumber: string): void => {
  Taro.makePhoneCall({ phoneNumber }).catch(() => undefined);
};

export const endPullDown = (): void => Taro.stopPullDownRefresh();
