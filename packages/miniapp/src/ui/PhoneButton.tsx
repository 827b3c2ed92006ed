import { Button as NativeButton } from '@tarojs/components';
import { isWeapp } from '../platform/env';
import { previewPhoneCode } from '../platform/wechat';
import { Button } from './Button';
import { hook } from './hook';
import styles from './PhoneButton.module.scss';

type Props = { busy: boolean; onCode: (code: string) => void; onRefused: () => void };

/** 手机号快速验证. WeChat gives the code to a button of its own kind only; the preview has a function instead. */
export function PhoneButton({ busy, onCode, onRefused }: Props) {
  const answer = (code: string | null | undefined) => (code ? onCode(code) : onRefused());
  if (isWeapp) {
    return (
      <NativeButton
        {...hook('phone-button')}
        className={styles.native}
        openType="getPhoneNumber"
        disabled={busy}
        loading={busy}
        onGetPhoneNumber={(event) => answer(event.detail.code)}
      >
        手机号快速验证
      </NativeButton>
    );
  }
  return (
    <Button name="phone-button" wide busy={busy} onTap={() => void previewPhoneCode().then(answer)}>
      手机号快速验证
    </Button>
  );
}
