import { View } from '@tarojs/components';
import { call } from '../../api/client';
import { useAction } from '../../api/hooks';
import { rememberMember, useMember } from '../../api/session';
import { useStock } from '../../api/stock';
import type { Quote } from '../../api/views';
import { toast } from '../../platform/feedback';
import { goToTab, replaceWith } from '../../platform/navigate';
import { Amounts } from '../../ui/Amounts';
import { Button } from '../../ui/Button';
import { hook } from '../../ui/hook';
import { Loadable } from '../../ui/Loadable';
import { Notice } from '../../ui/Notice';
import { OrderLines } from '../../ui/OrderLines';
import { Page } from '../../ui/Page';
import { PhoneButton } from '../../ui/PhoneButton';
import { Price } from '../../ui/Price';
import { Section, Stack } from '../../ui/Section';
import { Coupons } from './Coupons';
import { Remark } from './Remark';
import { Where } from './Where';
import { useCheckout } from './use-checkout';
import type { Checkout, Trouble } from './use-checkout';
import styles from './index.module.scss';

/** The first order needs a verified phone; from then on it is known. */
function BindPhone() {
  const { busy, run } = useAction(async (code: string) => {
    const result = await call('identity.bindPhone', { code });
    if (result.ok) rememberMember(result.data);
    toast(result.ok ? '手机号已验证' : result.message);
  });
  return (
    <PhoneButton busy={busy} onCode={run} onRefused={() => toast('下单需要手机号，便于门店联系你取货')} />
  );
}

function Bottom({ quote, placing, draft }: Checkout) {
  const member = useMember();
  const unbound = member !== null && member.phoneMasked === null;
  return (
    <>
      <View className={styles.due}>
        {quote.data !== null && draft !== null && (
          <>
            应付
            <Price fen={quote.data.payableFen} tone="accent" />
          </>
        )}
      </View>
      {unbound ? (
        <BindPhone />
      ) : (
        <Button
          name="place-order"
          wide
          busy={placing.busy}
          disabled={draft === null || quote.data === null || quote.loading || quote.failure !== null}
          onTap={() => placing.run()}
        >
          提交订单
        </Button>
      )}
    </>
  );
}

const TroubleBar = ({ trouble, onRetry }: { trouble: Trouble; onRetry: () => void }) => (
  <View className={styles.trouble} role="alert" {...hook('checkout-trouble')}>
    {trouble.text}
    {trouble.then === 'retry' && (
      <Button name="retry-quote" look="plain" size="small" onTap={onRetry}>
        重新计算
      </Button>
    )}
    {trouble.then === 'orders' && (
      <Button name="view-orders" look="plain" size="small" onTap={() => replaceWith('orders')}>
        查看我的订单
      </Button>
    )}
  </View>
);

/** Said before placing, because the server would refuse: what the chosen store does not have now. */
function Shortage({ storeId, lines }: { storeId: string | undefined; lines: Quote['lines'] }) {
  const stock = useStock(storeId ?? null, lines);
  const short = lines.filter((line) => (stock.get(line.skuId) ?? line.quantity) < line.quantity);
  if (short.length === 0) return null;
  const names = short.map((line) => `${line.title}（${line.valuesText}）`).join('、');
  return (
    <View className={styles.trouble} role="alert" {...hook('store-shortage')}>
      所选门店缺货：{names}。可以换一家门店，或改用快递配送。
    </View>
  );
}

const Quoted = ({ checkout }: { checkout: Checkout }) => (
  <Loadable of={checkout.quote} shape="list">
    {(quote) => (
      <>
        <Shortage storeId={checkout.draft?.storeId} lines={quote.lines} />
        <Section title="商品">
          <OrderLines lines={quote.lines} />
        </Section>
        <Coupons quote={quote} choice={checkout.form.coupon} onChoose={checkout.form.setCoupon} />
        <Remark value={checkout.form.remark} onChange={checkout.form.setRemark} />
        <Section title="金额">
          <Amounts {...quote} couponTitle={quote.coupons.map(({ title }) => title).join('、') || null} />
        </Section>
      </>
    )}
  </Loadable>
);

export default function CheckoutPage() {
  const checkout = useCheckout();
  const member = useMember();
  if (checkout.intent === null) {
    return (
      <Page name="checkout">
        <Notice icon="bag" title="没有要结算的商品" name="empty-state">
          <Button name="go-cart" onTap={() => goToTab('cart')}>
            回购物车
          </Button>
        </Notice>
      </Page>
    );
  }
  return (
    <Page name="checkout" bottom={<Bottom {...checkout} />}>
      <Stack>
        <Where checkout={checkout} />
        {checkout.trouble !== null && checkout.quote.data !== null && (
          <TroubleBar trouble={checkout.trouble} onRetry={checkout.quote.reload} />
        )}
        {checkout.draft === null ? (
          <View className={styles.waiting}>选好自提门店后，这里会显示金额和可用的优惠券</View>
        ) : (
          <Quoted checkout={checkout} />
        )}
        {member?.phoneMasked === null && (
          <View className={styles.why}>首次下单请验证手机号，仅用于订单联系与到店核对，不用于营销。</View>
        )}
      </Stack>
    </Page>
  );
}
