import { View } from '@tarojs/components';
import * as cart from '../../api/cart';
import { chosenLines, countOf, totalFen } from '../../api/cart.rules';
import type { CartLine } from '../../api/cart.rules';
import { beginCheckout } from '../../api/checkout';
import { useStore } from '../../api/store-choice';
import { useStock } from '../../api/stock';
import { toast } from '../../platform/feedback';
import { useDidShow } from '../../platform/lifecycle';
import { goTo, goToTab } from '../../platform/navigate';
import { Button } from '../../ui/Button';
import { Tick } from '../../ui/Tick';
import { Notice } from '../../ui/Notice';
import { Page } from '../../ui/Page';
import { Price } from '../../ui/Price';
import { StoreLine } from '../../ui/StoreLine';
import { Line } from './Line';
import styles from './index.module.scss';

async function refresh(): Promise<void> {
  const changed = await cart.refreshCart();
  const [first] = changed;
  if (first)
    toast(changed.length === 1 ? `「${first.title}」价格有变动` : `${changed.length} 件商品价格有变动`);
}

const Empty = () => (
  <Notice icon="bag" title="购物车还是空的" text="挑几件喜欢的，到附近门店自取" name="empty-state">
    <Button name="go-shopping" onTap={() => goToTab('home')}>
      去逛逛
    </Button>
  </Notice>
);

function Settle({ lines }: { lines: readonly CartLine[] }) {
  const chosen = chosenLines(lines);
  const buyable = lines.filter((line) => line.trouble === null);
  const all = buyable.length > 0 && chosen.length === buyable.length;
  const settle = () => {
    beginCheckout(chosen, 'cart');
    goTo('checkout');
  };
  return (
    <>
      <Tick name="cart-select-all" on={all} label="全选" onTap={() => cart.selectAll(!all)} />
      <View className={styles.sum}>
        合计
        <Price fen={totalFen(chosen)} tone="accent" />
      </View>
      <Button name="go-checkout" disabled={chosen.length === 0} onTap={settle}>
        {chosen.length === 0 ? '结算' : `结算（${countOf(chosen)}）`}
      </Button>
    </>
  );
}

export default function CartPage() {
  const lines = cart.useCart();
  const store = useStore();
  const stock = useStock(store?.storeId ?? null, lines);
  useDidShow(() => {
    cart.showCartBadge();
    void refresh();
  });
  if (lines.length === 0) {
    return (
      <Page name="cart">
        <Empty />
      </Page>
    );
  }
  return (
    <Page name="cart" bottom={<Settle lines={lines} />}>
      <View className={styles.list}>
        <StoreLine />
        {lines.map((line) => (
          <Line
            key={line.skuId}
            line={line}
            storeName={store?.name ?? null}
            available={stock.get(line.skuId) ?? null}
          />
        ))}
      </View>
    </Page>
  );
}
