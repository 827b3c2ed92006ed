import Taro from '@tarojs/taro';

export const toast = (title: string): void => {
  void Taro.showToast({ title, icon: 'none', duration: 2200 });
};

/** Copies and says how that went: who pastes should not find something else. */
export function copyText(text: string, done: string): void {
  Taro.setClipboardData({ data: text }).then(
    () => toast(done),
    () => toast('没有复制成功，请重试'),
  );
}

export const callPhone = (phoneNumber: string): void => {
  Taro.makePhoneCall({ phoneNumber }).catch(() => undefined);
};

export const endPullDown = (): void => Taro.stopPullDownRefresh();
