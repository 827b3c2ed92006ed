import { useState } from 'react';
import { View } from '@tarojs/components';
import { useCart } from '../../api/cart';
import { MOST_PIECES, addPiece } from '../../api/fitting';
import type { FittingPiece } from '../../api/fitting';
import { useStock } from '../../api/stock';
import { toast } from '../../platform/feedback';
import { goToTab } from '../../platform/navigate';
import { Button } from '../../ui/Button';
import { classes, hook } from '../../ui/hook';
import { Icon } from '../../ui/Icon';
import { Picture } from '../../ui/Picture';
import { Section } from '../../ui/Section';
import { Sheet } from '../../ui/Sheet';
import styles from './index.module.scss';

type Known = { text: string; good: boolean } | null;

const known = (available: number | undefined): Known => {
  if (available === undefined) return null;
  return available > 0 ? { text: '本店有货', good: true } : { text: '本店暂缺', good: false };
};

export const PieceLine = ({ piece, stock }: { piece: FittingPiece; stock: Known }) => (
  <>
    <View className={styles.frame}>
      <Picture src={piece.imageUrl} alt={piece.title} />
    </View>
    <View className={styles.words}>
      <View className={styles.title}>{piece.title}</View>
      <View className={styles.soft}>{piece.valuesText}</View>
      {stock !== null && (
        <View
          className={classes(styles.stock, !stock.good && styles.short)}
          {...hook(`stock-${piece.skuId}`)}
        >
          {stock.text}
        </View>
      )}
    </View>
  </>
);

/** What is in the cart and not among the pieces yet. */
function FromCart({ pieces, onAdd }: { pieces: readonly FittingPiece[]; onAdd: Add }) {
  const [open, setOpen] = useState(false);
  const others = useCart().filter((line) => pieces.every(({ skuId }) => skuId !== line.skuId));
  if (others.length === 0) return null;
  return (
    <>
      <Button name="add-from-cart" look="line" size="small" onTap={() => setOpen(true)}>
        从购物车添加
      </Button>
      <Sheet name="cart-sheet" title="从购物车添加" open={open} onClose={() => setOpen(false)}>
        {others.map((line) => {
          const { skuId, productId, title, valuesText, imageUrl } = line;
          const piece = { skuId, productId, title, valuesText, imageUrl };
          return (
            <View
              key={skuId}
              className={styles.piece}
              role="button"
              {...hook(`add-${skuId}`)}
              onClick={() => onAdd(piece)}
            >
              <PieceLine piece={piece} stock={null} />
              <Icon name="plus" className={styles.plus} />
            </View>
          );
        })}
      </Sheet>
    </>
  );
}

type Add = (piece: FittingPiece) => void;
type Props = {
  pieces: readonly FittingPiece[];
  storeId: string | null;
  /** Absent: the wish of the whole app, which any page of goods adds to. */
  onChange?: (pieces: readonly FittingPiece[]) => void;
  onRemove: (skuId: string) => void;
};

/** Up to six pieces, each with whether the store has it now. */
export function Pieces({ pieces, storeId, onChange, onRemove }: Props) {
  const stock = useStock(storeId, pieces);
  const add: Add = (piece) => {
    const full = pieces.length >= MOST_PIECES;
    if (full) toast(`一次最多试穿 ${MOST_PIECES} 件`);
    else if (onChange) onChange([...pieces, piece]);
    else addPiece(piece);
  };
  return (
    <Section
      title="试穿商品"
      aside={<View className={styles.soft}>{`${pieces.length}/${MOST_PIECES}`}</View>}
    >
      {pieces.length === 0 && <View className={styles.soft}>还没有选择商品，去逛逛喜欢的款式吧</View>}
      {pieces.map((piece) => (
        <View key={piece.skuId} className={styles.piece} {...hook(`piece-${piece.skuId}`)}>
          <PieceLine piece={piece} stock={known(stock.get(piece.skuId))} />
          <View
            className={styles.remove}
            role="button"
            aria-label={`移除 ${piece.title}`}
            {...hook(`remove-${piece.skuId}`)}
            onClick={() => onRemove(piece.skuId)}
          >
            <Icon name="close" />
          </View>
        </View>
      ))}
      <View className={styles.more}>
        <FromCart pieces={pieces} onAdd={add} />
        {onChange === undefined && (
          <Button name="add-more" look="line" size="small" onTap={() => goToTab('category')}>
            去选商品
          </Button>
        )}
      </View>
      <View className={styles.soft}>预约不占用库存，以到店时为准；暂缺的尺码导购会提前告诉你。</View>
    </Section>
  );
}
