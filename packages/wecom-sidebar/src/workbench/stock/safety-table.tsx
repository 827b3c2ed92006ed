import { channels, defaultFor } from './safety';
import type { Stock } from './types';

/** What each channel keeps back: its own number, or the one for all. */
export const SafetyTable = ({ stock }: { stock: Stock }) => (
  <details className="why" data-testid="sku-safety">
    <summary>
      <span>
        安全库存 <b className="num">{stock.safety}</b>
      </span>
      <span className="stock-more-word">看各渠道</span>
    </summary>
    <dl className="pair small">
      {channels.map(({ channel, text }) => {
        const own = stock.channelSafety[channel];
        return (
          <div key={channel} className="stock-pair">
            <dt>{text}</dt>
            <dd className="num">
              {own ?? defaultFor(channel, stock.safety)}
              <span className="muted">{own === undefined ? ' 默认' : ' 单独设置'}</span>
            </dd>
          </div>
        );
      })}
    </dl>
  </details>
);
