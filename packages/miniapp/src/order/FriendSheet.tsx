import { View } from '@tarojs/components';
import { shanghaiText } from '@omni/shared/time';
import type { PickupShare } from '../api/views';
import { Button } from '../ui/Button';
import { hook } from '../ui/hook';
import { PickupCode } from '../ui/PickupCode';
import { ShareButton } from '../ui/ShareButton';
import { Sheet } from '../ui/Sheet';
import type { FriendCode } from './use-friend-code';
import styles from './OrderSheets.module.scss';

const Revoke = ({ code, text }: { code: FriendCode; text: string }) => (
  <Button name="share-revoke" look="plain" busy={code.revoking.busy} onTap={() => code.revoking.run()}>
    {text}
  </Button>
);

const Shared = ({ share }: { share: PickupShare }) => (
  <View {...hook('share-qr')}>
    <PickupCode
      qrText={share.qrText}
      foot={`${shanghaiText(new Date(share.expiresAt))} 前有效，用过一次即失效`}
    />
  </View>
);

type Props = { code: FriendCode; open: boolean; onClose: () => void };

/** A code with which somebody else collects. Asking for one ends the one before, so that it is asked for by a tap. */
export const FriendSheet = ({ code, open, onClose }: Props) => (
  <Sheet
    name="share-sheet"
    title="请朋友代取"
    open={open}
    onClose={onClose}
    footer={
      code.share === null ? (
        <>
          <Revoke code={code} text="收回旧码" />
          <Button name="share-create" wide busy={code.creating.busy} onTap={() => code.creating.run()}>
            生成代取码
          </Button>
        </>
      ) : (
        <>
          <Revoke code={code} text="收回" />
          <ShareButton
            name="share-send"
            text="发给朋友"
            page="pickupShare"
            params={{ token: code.share.token }}
          />
        </>
      )
    }
  >
    {code.share === null ? (
      <View className={styles.text}>
        朋友凭代取码到店取货：24
        小时内有效，只能用一次。生成新码后，之前的码随即失效。对方只看得到门店和商品，看不到你的个人信息。
      </View>
    ) : (
      <Shared share={code.share} />
    )}
  </Sheet>
);
