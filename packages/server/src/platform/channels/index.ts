/**
 * The platforms of the public domain that sell for us. Each reads its own webhooks (verify raw body and headers → news → ack)
 * and answers questions about its orders. What is documented and what is from memory stands over each reader.
 * A platform that is not configured is not there.
 */
import { config } from '../../config';
import { readDoudian } from './doudian';
import { readDouyin } from './douyin';
import { douyinApi } from './douyin-api';
import { readMeituan } from './meituan';
import type { Connector, ConnectorName } from './types';
import { readXiaohongshu } from './xiaohongshu';

export type {
  Ack,
  ChannelApi,
  ChannelNews,
  Connector,
  ConnectorName,
  Delivered,
  ForeignOrder,
  Reading,
} from './types';

export const CONNECTORS: readonly ConnectorName[] = ['douyin', 'doudian', 'xiaohongshu', 'meituan'];

/** The platform as it is configured; null when it is not. */
export function connectorOf(name: ConnectorName): Connector | null {
  switch (name) {
    case 'douyin':
      return douyin();
    case 'doudian':
      return doudian();
    case 'xiaohongshu':
      return xiaohongshu();
    case 'meituan':
      return meituan();
  }
}

function douyin(): Connector | null {
  const { DOUYIN_API_BASE: base, DOUYIN_CLIENT_KEY: clientKey } = config();
  const { DOUYIN_CLIENT_SECRET: clientSecret, DOUYIN_ACCOUNT_ID: accountId } = config();
  if (!clientKey || !clientSecret || !accountId) return null;
  const account = { base, clientKey, clientSecret, accountId };
  return {
    name: 'douyin',
    read: (delivered, now) => readDouyin(account, delivered, now),
    api: douyinApi(account),
  };
}

function doudian(): Connector | null {
  const { DOUDIAN_APP_KEY: appKey, DOUDIAN_APP_SECRET: appSecret } = config();
  if (!appKey || !appSecret) return null;
  return {
    name: 'doudian',
    read: (delivered) => readDoudian({ appKey, appSecret }, delivered),
    api: null,
  };
}

function xiaohongshu(): Connector | null {
  const { XIAOHONGSHU_APP_KEY: appKey, XIAOHONGSHU_APP_SECRET: appSecret } = config();
  if (!appKey || !appSecret) return null;
  return {
    name: 'xiaohongshu',
    read: (delivered, now) => readXiaohongshu({ appKey, appSecret }, delivered, now),
    api: null,
  };
}

function meituan(): Connector | null {
  const { MEITUAN_DEVELOPER_ID: developerId, MEITUAN_SIGN_KEY: signKey } = config();
  if (!developerId || !signKey) return null;
  return {
    name: 'meituan',
    read: (delivered, now) => readMeituan({ developerId, signKey }, delivered, now),
    api: null,
  };
}
