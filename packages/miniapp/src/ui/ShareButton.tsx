import { Button as NativeButton } from '@tarojs/components';
import { copyText } from '../platform/feedback';
import { isWeapp } from '../platform/env';
import { outsideAddress } from '../platform/navigate';
import type { PageName, Params } from '../platform/navigate';
import { Button } from './Button';
import { hook } from './hook';
import styles from './PhoneButton.module.scss';

type Props = { name: string; text: string; page: PageName; params: Params };

/**
 * Sends a page to a friend. In WeChat the card is what the page's `useShare` answers for `button`; the preview, which has no
 * chats, copies the address.
 */
export function ShareButton({ name, text, page, params }: Props) {
  if (isWeapp) {
    return (
      <NativeButton {...hook(name)} className={styles.native} openType="share">
        {text}
      </NativeButton>
    );
  }
  const copy = () => copyText(outsideAddress(page, params), '链接已复制，发给朋友即可');
  return (
    <Button name={name} wide onTap={copy}>
      {text}
    </Button>
  );
}
