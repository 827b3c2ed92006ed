import { yuan } from '@omni/shared/yuan';
import type { Browsed, Coupon, Customer, CustomerOrder } from '../api/types';
import { Icon } from '../ui/icon';
import { Notice } from '../ui/notice';
import { Picture } from '../ui/picture';
import { when } from '../ui/when';
import { validity } from './validity';

type Timed<T> = { items: readonly T[]; now: number };

export function Orders({ items, now }: Timed<CustomerOrder>) {
  if (items.length === 0) return <Notice icon="bag" title="还没有订单" testId="orders-empty" />;
  return (
    <ul className="cards" data-testid="orders">
      {items.map((order) => (
        <li key={order.orderId} className="card order" data-testid={`order-${order.orderId}`}>
          <p className="row">
            <span className="chip tone-green">{order.statusText}</span>
            <span className="muted small num">{when(order.placedAt, now)}</span>
          </p>
          <p className="order-lines">{order.linesText}</p>
          <p className="row">
            <span className="order-where muted small">
              <span className="one-line">{order.storeName ?? '快递配送'}</span>
              <span className="num">{order.orderNo}</span>
            </span>
            <strong className="price num">¥{yuan(order.payableFen)}</strong>
          </p>
        </li>
      ))}
    </ul>
  );
}

/** How often something was looked at, as dots: five say "many". */
const Views = ({ views }: { views: number }) => (
  <span className="views">
    <span className="dots" aria-hidden="true">
      {Array.from({ length: 5 }, (_, dot) => (
        <i key={dot} data-on={dot < views || undefined} />
      ))}
    </span>
    <span className="num">看过 {views} 次</span>
  </span>
);

type BrowsingProps = Timed<Browsed> & { consent: Customer['profilingConsent'] };

export function Browsing({ items, now, consent }: BrowsingProps) {
  if (!consent) {
    return (
      <Notice icon="shieldOff" tone="slate" title="顾客没有同意个性化推荐" testId="browsing-no-consent">
        不记录、也不展示浏览。顾客可以在小程序“我的 · 我的数据”里打开。
      </Notice>
    );
  }
  if (items.length === 0) return <Notice icon="eye" title="最近没有浏览" testId="browsing-empty" />;
  return (
    <ul className="cards" data-testid="browsing">
      {items.map((item) => (
        <li key={item.productId} className="card browsed" data-testid={`browsed-${item.productId}`}>
          <Picture src={item.imageUrl} size={64} />
          <div className="browsed-text">
            <p className="one-line strong">{item.title}</p>
            <Views views={item.views} />
            <p className="row">
              <span className="muted small num">{when(item.lastAt, now)}</span>
              <strong className="price num">¥{yuan(item.priceFen)}</strong>
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}

export function Coupons({ items, now }: Timed<Coupon>) {
  if (items.length === 0) return <Notice icon="coupon" title="没有优惠券" testId="coupons-empty" />;
  return (
    <ul className="cards" data-testid="coupons">
      {items.map((coupon) => {
        const { share, text, soon } = validity(coupon, now);
        const usable = coupon.status === 'usable';
        return (
          <li
            key={coupon.couponId}
            className="card coupon"
            data-usable={usable || undefined}
            data-testid={`coupon-${coupon.couponId}`}
          >
            <p className="row">
              <strong>{coupon.title}</strong>
              <span className={`chip ${usable ? 'tone-green' : 'tone-slate'}`}>{coupon.statusText}</span>
            </p>
            <p>{coupon.ruleText}</p>
            <p className="muted small">{coupon.scopeText}</p>
            {usable ? (
              <div className="coupon-life" data-soon={soon || undefined}>
                <span className="bar" aria-hidden="true">
                  <i style={{ width: `${share * 100}%` }} />
                </span>
                <span className="small num">
                  <Icon name="clock" size={14} /> {text}
                </span>
              </div>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
