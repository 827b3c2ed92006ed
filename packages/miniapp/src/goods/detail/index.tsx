import { useState } from 'react';
import { View } from '@tarojs/components';
import { currentCame } from '../../api/arrival';
import { queryOf } from '../../api/arrival.rules';
import { addToCart } from '../../api/cart';
import { beginCheckout } from '../../api/checkout';
import { MOST_PIECES, addPiece } from '../../api/fitting';
import { useCall } from '../../api/hooks';
import { useStock } from '../../api/stock';
import { useStore } from '../../api/store-choice';
import { track } from '../../api/tracking';
import type { Product, Sku } from '../../api/views';
import { toast } from '../../platform/feedback';
import { usePageParams, useShare } from '../../platform/lifecycle';
import { address, goTo, goToTab } from '../../platform/navigate';
import { Button } from '../../ui/Button';
import { hook } from '../../ui/hook';
import { Icon } from '../../ui/Icon';
import { Loadable } from '../../ui/Loadable';
import { Page } from '../../ui/Page';
import { SkuPopup } from '../../ui/SkuPopup';
import { Story } from './Story';
import { useDwell } from './use-dwell';
import styles from './index.module.scss';

type Wish = 'cart' | 'buy' | 'fitting';
const wishText = { cart: '加入购物车', buy: '立即购买', fitting: '去预约' };

function fulfil(wish: Wish, product: Product, picked: { sku: Sku; quantity: number }): void {
  const { sku, quantity } = picked;
  const { productId, title, imageUrl } = product;
  if (wish === 'buy') {
    beginCheckout([{ skuId: sku.skuId, quantity }], 'buy-now');
    goTo('checkout');
    return;
  }
  const { skuId, priceFen, values } = sku;
  const valuesText = values.join(' / ');
  if (wish === 'fitting') {
    if (addPiece({ skuId, productId, title, valuesText, imageUrl })) goTo('booking');
    else toast(`一次最多试穿 ${MOST_PIECES} 件`);
    return;
  }
  addToCart({
    skuId,
    productId,
    title,
    valuesText,
    imageUrl,
    priceFen,
    quantity,
  });
  track({ type: 'cart.added', productId, skuId });
  toast('已加入购物车');
}

const Actions = ({ onWish }: { onWish: (wish: Wish) => void }) => (
  <>
    <View
      className={styles.toCart}
      role="link"
      aria-label="购物车"
      {...hook('detail-cart')}
      onClick={() => goToTab('cart')}
    >
      <Icon name="bag" />
      购物车
    </View>
    <Button name="add-to-cart" look="soft" wide onTap={() => onWish('cart')}>
      加入购物车
    </Button>
    <Button name="buy-now" wide onTap={() => onWish('buy')}>
      立即购买
    </Button>
  </>
);

export default function DetailPage() {
  const { productId = '', scanned } = usePageParams();
  const product = useCall('catalog.getProduct', productId === '' ? null : { productId });
  const store = useStore();
  const stock = useStock(store?.storeId ?? null, productId === '' ? [] : [{ productId }]);
  const [wish, setWish] = useState<Wish | null>(null);
  useDwell(product.data?.productId ?? null, store?.storeId ?? null);
  useShare(() => ({
    title: product.data?.title ?? '森屿 SENYU',
    path: address('detail', { productId, ...queryOf(currentCame()) }),
  }));
  return (
    <Page name="detail" bottom={product.data && <Actions onWish={setWish} />}>
      {scanned !== undefined && store !== null && (
        <View className={styles.scanned} {...hook('store-chosen')}>
          <Icon name="pin" />
          已为你选择 {store.name}
        </View>
      )}
      <Loadable of={product} shape="detail">
        {(data) => (
          <>
            <Story product={data} onFitting={() => setWish('fitting')} />
            <SkuPopup
              product={data}
              open={wish !== null}
              confirmText={wishText[wish ?? 'cart']}
              single={wish === 'fitting'}
              storeName={store?.name ?? null}
              stock={store === null || stock.size === 0 ? null : stock}
              onClose={() => setWish(null)}
              onConfirm={(sku, quantity) => {
                if (wish !== null) fulfil(wish, data, { sku, quantity });
                setWish(null);
              }}
            />
          </>
        )}
      </Loadable>
    </Page>
  );
}
