import type { SceneCode } from '../control/types';
import type { Transport } from '../control/transport';
import { AppControl } from '../weixin/client';
import type { MiniProgramSettings, MiniProgramSettingsInput } from './control';
import type { Opened } from './open-link';
import type { MiniLink, PathCode } from './state';
import type { Sealed, UserData } from './user-data';

export class MiniProgramControl extends AppControl {
  constructor(transport: Transport) {
    super(transport, 'mini-program');
  }

  /** Mini-program codes made so far, oldest first. */
  sceneCodes(): Promise<(SceneCode & { text: string })[]> {
    return this.transport.get('/control/scene-codes');
  }

  /** Codes of getwxacode and createwxaqrcode, oldest first. */
  pathCodes(): Promise<(PathCode & { text: string })[]> {
    return this.transport.get('/control/mini-program/path-codes');
  }

  /** URL links, schemes and short links, oldest first. */
  links(): Promise<MiniLink[]> {
    return this.transport.get('/control/mini-program/links');
  }

  /** The pages of the released version; null lets every page pass. */
  setPages(pages: string[] | null): Promise<MiniProgramSettings> {
    return this.transport.post('/control/mini-program', { pages });
  }

  /** What the platform has decided about this mini-program: release, permission for links, bans, shipping management. */
  setUp(changes: MiniProgramSettingsInput): Promise<MiniProgramSettings> {
    return this.transport.post('/control/mini-program', changes);
  }

  /** A code of wx.login, or of the getPhoneNumber button, that belongs to another mini-program. */
  foreignCode(shopperId: string, kind: 'login' | 'phone', appid: string): Promise<{ code: string }> {
    return this.transport.post(`/control/shoppers/${shopperId}/foreign-code`, { kind, appid });
  }

  /** The phone number the older way: sealed with the session key of the last login. */
  phoneData(shopperId: string): Promise<Sealed> {
    return this.transport.post(`/control/shoppers/${shopperId}/phone-data`);
  }

  /** wx.getUserInfo with credentials: raw data, its signature, and the same sealed with openId and watermark. */
  userData(shopperId: string): Promise<UserData> {
    return this.transport.post(`/control/shoppers/${shopperId}/user-data`);
  }

  /** WeChat holds this person for a risk (40226 at login), or no longer. */
  setRisk(shopperId: string, blocked: boolean): Promise<{ blocked: boolean }> {
    return this.transport.post(`/control/shoppers/${shopperId}/risk`, { blocked });
  }

  /** A person taps a URL link, a scheme or a short link. */
  openLink(shopperId: string, url: string): Promise<Opened> {
    return this.transport.post(`/control/shoppers/${shopperId}/open-link`, { url });
  }

  /** A person points the phone at the text of a code; also codes of the official account. */
  scan(shopperId: string, text: string): Promise<Opened> {
    return this.transport.post(`/control/shoppers/${shopperId}/scan`, { text });
  }

  /** A person confirms that the parcel has come: wx.openBusinessView weappOrderConfirm. */
  confirmReceipt(shopperId: string, transactionId: string): Promise<{ confirmed: boolean }> {
    return this.transport.post(`/control/shoppers/${shopperId}/confirm-receipt`, { transactionId });
  }

  /** An open complaint keeps the order's money. */
  setComplaint(transactionId: string, open: boolean): Promise<{ open: boolean }> {
    return this.transport.post(`/control/mini-program/orders/${transactionId}/complaint`, { open });
  }
}
