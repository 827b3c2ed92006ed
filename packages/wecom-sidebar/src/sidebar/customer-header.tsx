import { yuan } from '@omni/shared/yuan';
import type { Customer } from '../api/types';
import { Avatar } from '../ui/avatar';
import { Icon } from '../ui/icon';
import { whichDay } from '../ui/when';

const Consent = ({ given }: { given: boolean }) => (
  <span className={`chip ${given ? 'tone-green' : 'tone-slate'}`} data-testid="consent" data-given={given}>
    <Icon name={given ? 'shield' : 'shieldOff'} size={16} />
    {given ? '已同意个性化' : '未同意个性化'}
  </span>
);

/** Members imported from the till have a number and orders before they ever open the mini-program. */
export const isMember = (customer: Pick<Customer, 'known' | 'memberNo'>): boolean =>
  customer.known || customer.memberNo !== null;

export const CustomerHeader = ({ customer }: { customer: Customer }) => (
  <header className="customer">
    <Avatar name={customer.name} />
    <div className="customer-who">
      <div className="row">
        <h1 className="customer-name one-line" data-testid="customer-name">
          {customer.name || '未命名客户'}
        </h1>
        {customer.known ? (
          <Consent given={customer.profilingConsent} />
        ) : (
          <span className="chip tone-amber" data-testid="not-member">
            未用小程序
          </span>
        )}
      </div>
      {isMember(customer) ? (
        <p className="customer-ids num">
          {customer.memberNo ? <span data-testid="member-no">会员 {customer.memberNo}</span> : null}
          <span data-testid="phone-masked">{customer.phoneMasked ?? '未绑定手机'}</span>
        </p>
      ) : (
        <p className="customer-ids">企业微信联系人</p>
      )}
    </div>
  </header>
);

/** `1,280.50`, and from ten thousand on `1.28 万`: four numbers share a phone's width. */
const money = (fen: number): string =>
  fen >= 1_000_000 ? `${(fen / 1_000_000).toFixed(2)} 万` : yuan(fen).replace(/\B(?=(\d{3})+\.)/g, ',');

export const Summary = ({ summary, now }: { summary: Customer['summary']; now: number }) => (
  <dl className="summary">
    <Figure label="订单" value={String(summary.orders)} testId="summary-orders" />
    <Figure label="累计实付（元）" value={money(summary.paidFen)} testId="summary-paid" />
    <Figure label="可用券" value={String(summary.usableCoupons)} testId="summary-coupons" />
    <Figure
      label="上次下单"
      value={summary.lastOrderAt ? whichDay(summary.lastOrderAt, now) : '—'}
      testId="summary-last"
    />
  </dl>
);

const Figure = ({ label, value, testId }: { label: string; value: string; testId: string }) => (
  <div className="figure">
    <dt>{label}</dt>
    <dd className="num" data-testid={testId}>
      {value}
    </dd>
  </div>
);
