import { View } from '@tarojs/components';
import * as cart from '../../api/cart';
import { preferFulfilment } from '../../api/checkout';
import { priceMove } from '../../api/cart.rules';
import type { CartLine } from '../../api/cart.rules';
import { toast } from '../../platform/feedback';
import { goTo } from '../../platform/navigate';
import { classes, hook } from '../../ui/hook';
import { Picture } from '../../ui/Picture';
import { Price } from '../../ui/Price';
import { Stepper } from '../../ui/Stepper';
import { Tick } from '../../ui/Tick';
import styles from './index.module.scss';

type Props = { line: CartLine; storeName: string | null; available: number | null };

/** What the shopper should know of this line before settling; null when all is well or nothing is known. */
function hint({ line, storeName, available }: Props): { text: string; short: boolean } | null {
  if (line.trouble !== null) return { text: line.trouble, short: true };
  if (storeName === null || available === null) return null;
  if (available === 0) return { text: `${storeName}缺货，可换门店或快递配送`, short: true };
  if (available < line.quantity) return { text: `${storeName}仅有 ${available} 件`, short: true };
  return { text: `${storeName}有货`, short: false };
}

/** What can be done about goods that the store lacks. */
const WaysOut = ({ skuId }: { skuId: string }) => (
  <View className={styles.ways}>
    <View
      className={styles.way}
      role="button"
      {...hook(`cart-other-store-${skuId}`)}
      onClick={() => goTo('nearby')}
    >
      换一家门店
    </View>
    <View
      className={styles.way}
      role="button"
      {...hook(`cart-deliver-${skuId}`)}
      onClick={() => {
        preferFulfilment('delivery');
        toast('结算时将为你选择快递配送');
      }}
    >
      改为配送
    </View>
  </View>
);

export function Line(props: Props) {
  const { line } = props;
  const told = hint(props);
  const open = () => goTo('detail', { productId: line.productId });
  return (
    <View className={styles.line} {...hook(`cart-line-${line.skuId}`)}>
      <Tick
        name={`cart-select-${line.skuId}`}
        says={`选择 ${line.title}`}
        on={line.selected && line.trouble === null}
        disabled={line.trouble !== null}
        onTap={() => cart.toggleLine(line.skuId)}
      />
      <View className={styles.frame} onClick={open}>
        <Picture src={line.imageUrl} alt={line.title} />
      </View>
      <View className={styles.words}>
        <View className={styles.top}>
          <View className={styles.title} onClick={open}>
            {line.title}
          </View>
          <View
            role="button"
            className={styles.remove}
            {...hook(`cart-remove-${line.skuId}`)}
            onClick={() => cart.removeFromCart([line.skuId])}
          >
            删除
          </View>
        </View>
        <View className={styles.values}>{line.valuesText}</View>
        {priceMove(line) !== null && (
          <View className={styles.moved} {...hook(`cart-moved-${line.skuId}`)}>
            {priceMove(line)}
          </View>
        )}
        {told && <View className={classes(styles.hint, told.short && styles.short)}>{told.text}</View>}
        {told?.short === true && line.trouble === null && <WaysOut skuId={line.skuId} />}
        <View className={styles.bottom}>
          <Price fen={line.priceFen} size="small" tone="accent" />
          <Stepper
            name={`cart-quantity-${line.skuId}`}
            value={line.quantity}
            onChange={(quantity) => cart.setQuantity(line.skuId, quantity)}
          />
        </View>
      </View>
    </View>
  );
}
