import { freshApp } from '../weixin/state';
import type { AppState } from '../weixin/state';
import type { World } from '../world';

export const SUBSCRIBE_SCENES = [
  'ADD_SCENE_SEARCH',
  'ADD_SCENE_ACCOUNT_MIGRATION',
  'ADD_SCENE_PROFILE_CARD',
  'ADD_SCENE_QR_CODE',
  'ADD_SCENE_PROFILE_LINK',
  'ADD_SCENE_PROFILE_ITEM',
  'ADD_SCENE_PAID',
  'ADD_SCENE_WECHAT_ADVERTISEMENT',
  'ADD_SCENE_REPRINT',
  'ADD_SCENE_LIVESTREAM',
  'ADD_SCENE_CHANNELS',
  'ADD_SCENE_WXA',
  'ADD_SCENE_OTHERS',
] as const;
export type SubscribeScene = (typeof SUBSCRIBE_SCENES)[number];

/** Somebody who follows, or did. All times are milliseconds of the sandbox's clock, unless the name says otherwise. */
export type Follower = {
  shopperId: string;
  following: boolean;
  since: number;
  scene: SubscribeScene;
  /** What the QR code said through which the person came: a number, a text, or nothing. */
  qrScene: number;
  qrSceneStr: string;
  remark: string;
  tagIds: number[];
  /** Template messages are turned off for this account. */
  blocksTemplates: boolean;
};

export const ACTION_NAMES = ['QR_SCENE', 'QR_STR_SCENE', 'QR_LIMIT_SCENE', 'QR_LIMIT_STR_SCENE'] as const;
export type QrCode = {
  ticket: string;
  url: string;
  actionName: (typeof ACTION_NAMES)[number];
  scene: number | string;
  createdAt: number;
  /** Null: for ever. */
  expiresAt: number | null;
};

export type UserTag = { id: number; name: string };
export type MenuButton = {
  name: string;
  type?: string | undefined;
  key?: string | undefined;
  url?: string | undefined;
  appid?: string | undefined;
  pagepath?: string | undefined;
  media_id?: string | undefined;
  article_id?: string | undefined;
  sub_button?: MenuButton[] | undefined;
};
export type WebCode = {
  code: string;
  shopperId: string;
  scope: WebScope;
  expiresAt: number;
  used: boolean;
};
export type WebScope = 'snsapi_base' | 'snsapi_userinfo';
export type WebToken = {
  token: string;
  refreshToken: string;
  shopperId: string;
  scope: WebScope;
  expiresAt: number;
  refreshableUntil: number;
};
export type PageTicket = { type: 'jsapi' | 'wx_card'; ticket: string; expiresAt: number };

export type OfficialState = AppState & {
  /** By shopper id, in the order of following. */
  followers: Record<string, Follower>;
  qrCodes: QrCode[];
  tags: UserTag[];
  menu: MenuButton[] | null;
  menuId: number;
  webCodes: WebCode[];
  webTokens: WebToken[];
  pageTickets: PageTicket[];
};

export function freshOfficial(world: World): OfficialState {
  return {
    ...freshApp(world.officialAccount.push),
    followers: {},
    qrCodes: [],
    // The one every account has.
    tags: [{ id: 2, name: '星标组' }],
    menu: null,
    menuId: 0,
    webCodes: [],
    webTokens: [],
    pageTickets: [],
  };
}
