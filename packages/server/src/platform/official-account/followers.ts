import { z } from 'zod';
import { config } from '../../config';
import { PlatformRefusal, callErrcode } from '../../kernel/call-out';
import { stableTokenOf } from '../../kernel/stable-token';
import { account } from './account';

export type Follower = {
  openid: string;
  /** Only when the account is bound to the brand's Open Platform account; told of who left, too. */
  unionid: string | null;
  isFollowing: boolean;
  /** Since when; null of who does not follow. */
  followedAt: Date | null;
  /** WeChat's word for how they came (ADD_SCENE_QR_CODE …); null of who does not follow. */
  scene: string | null;
};

const PLATFORM = 'official-account';
/** No openid of this account. */
const UNKNOWN_OPENID = 40003;

const withAccessToken = stableTokenOf(() => {
  const own = account();
  if (!own) throw new Error('no official account is connected');
  return { platform: PLATFORM, base: config().WECHAT_API_BASE, appid: own.appid, secret: own.secret };
});

/** With subscribe 0 nothing follows but the openid and perhaps the unionid. Names and pictures are empty since the end of 2021. */
const Info = z.object({
  subscribe: z.int(),
  openid: z.string().min(1),
  unionid: z.string().default(''),
  subscribe_time: z.int().optional(),
  subscribe_scene: z.string().default(''),
});

const getInfo = (openid: string) =>
  withAccessToken((access_token) => {
    const query = new URLSearchParams({ access_token, openid, lang: 'zh_CN' });
    return callErrcode({
      platform: PLATFORM,
      api: 'user/info',
      method: 'GET',
      url: `${config().WECHAT_API_BASE}/cgi-bin/user/info?${query.toString()}`,
      answer: Info,
    });
  });

/** Somebody who follows the account, or did; null when WeChat does not know this openid here. Throws when not connected. */
export async function follower(openid: string): Promise<Follower | null> {
  try {
    const info = await getInfo(openid);
    const isFollowing = info.subscribe === 1;
    const since = isFollowing ? info.subscribe_time : undefined;
    return {
      openid: info.openid,
      unionid: info.unionid || null,
      isFollowing,
      followedAt: since === undefined ? null : new Date(since * 1000),
      scene: isFollowing && info.subscribe_scene ? info.subscribe_scene : null,
    };
  } catch (error) {
    if (error instanceof PlatformRefusal && error.code === UNKNOWN_OPENID) return null;
    throw error;
  }
}
