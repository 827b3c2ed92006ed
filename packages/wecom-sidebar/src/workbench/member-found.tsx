import type { MemberHere } from '../api/types';
import { useNow } from '../ui/use-now';
import { when } from '../ui/when';

type Props = { member: MemberHere; storeName: string };

/** Who showed their card: what the counter can do for them now. */
export function MemberFound({ member, storeName }: Props) {
  const { memberNo, displayName, coupons, orders, lastOrderAt, toCollect } = member;
  const now = useNow(30_000);
  return (
    <div className="card found" data-testid="code-result" data-code="MEMBER">
      <p className="muted small">{storeName} · 会员</p>
      <h2 className="found-name" data-testid="member-name">
        {displayName}
      </h2>
      <p className="muted num">会员号 {memberNo}</p>
      <dl className="pair small">
        <dt>消费</dt>
        <dd className="num">
          {lastOrderAt === null ? '还没有买过' : `${orders} 单，最近 ${when(lastOrderAt, now)}`}
        </dd>
      </dl>
      <h3 className="h3">本店可用的券（{coupons.length}）</h3>
      {coupons.length === 0 ? <p className="muted small">没有可用的券</p> : null}
      <ul className="plain">
        {coupons.map(({ couponId, title, ruleText }) => (
          <li key={couponId} data-testid={`member-coupon-${couponId}`}>
            <strong>{title}</strong>
            <span className="muted small"> {ruleText}</span>
          </li>
        ))}
      </ul>
      {toCollect.length > 0 ? (
        <>
          <h3 className="h3">在本店取的订单（{toCollect.length}）</h3>
          <ul className="plain">
            {toCollect.map(({ orderNo, statusText, linesText }) => (
              <li key={orderNo} data-testid={`member-order-${orderNo}`}>
                {linesText}
                <span className="muted small num">
                  {' '}
                  {statusText} · {orderNo}
                </span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  );
}
