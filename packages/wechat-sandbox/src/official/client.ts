import type { SubscribeInput } from '../control/types';
import type { Transport } from '../control/transport';
import type { Opened } from '../miniprogram/open-link';
import { AppControl } from '../weixin/client';
import type { Follower, MenuButton, QrCode, SubscribeScene, WebScope } from './state';

export class OfficialAccountControl extends AppControl {
  constructor(transport: Transport) {
    super(transport, 'official-account');
  }

  /** A person follows the account; false when that was so before. */
  follow(shopperId: string, scene?: SubscribeScene): Promise<{ followed: boolean }> {
    return this.transport.post(`/control/shoppers/${shopperId}/official/follow`, scene ? { scene } : {});
  }

  unfollow(shopperId: string): Promise<{ unfollowed: boolean }> {
    return this.transport.post(`/control/shoppers/${shopperId}/official/unfollow`);
  }

  /** A person scans a QR code of the account, by its text (`url` of qrcode/create) or its ticket; who does not follow yet, follows. */
  scanQr(shopperId: string, text: string): Promise<Opened> {
    return this.transport.post(`/control/shoppers/${shopperId}/scan`, { text });
  }

  /** A follower taps the menu button of this name. */
  tapMenu(shopperId: string, button: string): Promise<{ ok: true }> {
    return this.transport.post(`/control/shoppers/${shopperId}/official/tap-menu`, { button });
  }

  /** A follower turns template messages off, or on again. */
  blockTemplates(shopperId: string, blocked: boolean): Promise<{ blocked: boolean }> {
    return this.transport.post(`/control/shoppers/${shopperId}/official/template-block`, { blocked });
  }

  /** The sheet for subscription notices, answered by this person. */
  subscribe(shopperId: string, input: SubscribeInput): Promise<Record<string, string>> {
    return this.transport.post(`/control/shoppers/${shopperId}/official/subscribe`, input);
  }

  /** What the web login hands to redirect_uri, without the detour through a browser. */
  webCode(shopperId: string, scope?: WebScope): Promise<{ code: string }> {
    return this.transport.post(`/control/shoppers/${shopperId}/official/web-code`, scope ? { scope } : {});
  }

  qrCodes(): Promise<QrCode[]> {
    return this.transport.get('/control/official/qr-codes');
  }

  /** Everybody who follows, or did. */
  followers(): Promise<Follower[]> {
    return this.transport.get('/control/official/followers');
  }

  menu(): Promise<MenuButton[] | null> {
    return this.transport.get('/control/official/menu');
  }
}
