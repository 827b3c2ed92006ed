import { useState } from 'react';
import { View } from '@tarojs/components';
import type { Product, Sku } from '../api/views';
import { Button } from './Button';
import { classes, hook } from './hook';
import { OtherStores } from './OtherStores';
import { Picture } from './Picture';
import { Price } from './Price';
import { Sheet } from './Sheet';
import * as rules from './sku.rules';
import styles from './SkuPopup.module.scss';
import { Stepper } from './Stepper';

type Props = {
  product: Product;
  open: boolean;
  confirmText: string;
  /** One piece of one SKU: nothing is asked about how many. */
  single?: boolean;
  storeName: string | null;
  /** How many of each SKU the chosen store has; null when no store is chosen or it could not be asked. */
  stock: rules.Stock | null;
  onClose: () => void;
  onConfirm: (sku: Sku, quantity: number) => void;
};
type Choosing = { product: Product; picked: rules.Picked; stock: rules.Stock | null };

export function SkuPopup({
  product,
  open,
  confirmText,
  single,
  storeName,
  stock,
  onClose,
  onConfirm,
}: Props) {
  const [picked, setPicked] = useState<rules.Picked>(() => rules.startPicked(product));
  const [quantity, setQuantity] = useState(1);
  const sku = rules.pickedSku(product, picked);
  const available = sku === null || stock === null ? null : (stock.get(sku.skuId) ?? 0);
  const max = available === null || available === 0 ? 99 : Math.min(99, available);
  const confirm = (
    <Button
      name="sku-confirm"
      wide
      disabled={!sku?.onSale}
      onTap={() => sku && onConfirm(sku, Math.min(quantity, max))}
    >
      {sku === null ? `请选择${rules.openOptions(product, picked) || '规格'}` : confirmText}
    </Button>
  );
  return (
    <Sheet name="sku-popup" title="选择规格" open={open} onClose={onClose} footer={confirm}>
      <SkuHead
        product={product}
        sku={sku}
        note={stockNote(storeName, available ?? (soldOut(stock) ? 0 : null))}
      />
      {product.options.map((option, index) => (
        <View key={option.name} className={styles.option}>
          <View className={styles.label}>{option.name}</View>
          <View className={styles.values} role="group" aria-label={option.name}>
            {option.values.map((value) => (
              <SkuValue
                key={value}
                of={{ product, picked, stock }}
                at={{ option: index, value }}
                onPick={() => setPicked(rules.pick(picked, index, value))}
              />
            ))}
          </View>
        </View>
      ))}
      {stock !== null && single !== true && <OtherStores skuId={sku?.skuId ?? null} />}
      {single !== true && (
        <View className={styles.quantity}>
          <View className={styles.label}>数量</View>
          <Stepper name="sku-quantity" value={Math.min(quantity, max)} max={max} onChange={setQuantity} />
        </View>
      )}
    </Sheet>
  );
}

const soldOut = (stock: rules.Stock | null) =>
  stock !== null && [...stock.values()].every((available) => available === 0);

function stockNote(storeName: string | null, available: number | null): string {
  if (storeName === null) return '选择门店后可查看门店库存';
  if (available === null) return `自提门店：${storeName}`;
  if (available === 0) return `${storeName}暂时缺货，可换门店或选择快递配送`;
  return available <= 3 ? `${storeName}仅剩 ${available} 件` : `${storeName}有货`;
}

const SkuHead = ({ product, sku, note }: { product: Product; sku: Sku | null; note: string }) => (
  <View className={styles.head}>
    <View className={styles.frame}>
      <Picture src={product.imageUrl} alt={product.title} />
    </View>
    <View className={styles.words}>
      <Price fen={sku?.priceFen ?? product.priceFen} tone="accent" />
      <View className={styles.picked}>{sku === null ? '请选择规格' : `已选 ${sku.values.join(' · ')}`}</View>
      <View className={styles.note} {...hook('sku-stock')}>
        {note}
      </View>
    </View>
  </View>
);

function SkuValue({
  of,
  at,
  onPick,
}: {
  of: Choosing;
  at: { option: number; value: string };
  onPick: () => void;
}) {
  const state = rules.valueState(of.product, { ...of, ...at });
  const on = of.picked[at.option] === at.value;
  return (
    <View
      {...hook(`sku-value-${at.value}`)}
      role="button"
      aria-pressed={on}
      aria-disabled={state === 'none'}
      className={classes(styles.value, on && styles.on, state !== 'free' && styles.faint)}
      onClick={() => state !== 'none' && onPick()}
    >
      {at.value}
      {state === 'sold-out' && <View className={styles.sold}>缺货</View>}
    </View>
  );
}
