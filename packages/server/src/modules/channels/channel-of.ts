import type { SalesChannel } from '@omni/shared/contracts/common';
import type { ConnectorName, ForeignOrder } from '../../platform/channels';
import type { ChannelLine } from '../orders';

/** Which of our channels an order counts for; both shops of Douyin are one. */
export const CHANNEL_OF: Record<ConnectorName, SalesChannel> = {
  douyin: 'douyin',
  doudian: 'douyin',
  xiaohongshu: 'xiaohongshu',
  meituan: 'meituan',
};

/** An order of a platform, its items named as our SKUs. */
export type Taken = {
  connector: ConnectorName;
  foreign: ForeignOrder;
  lines: ChannelLine[];
};
