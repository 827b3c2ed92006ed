import type { Transport } from '../control/transport';
import type { AppSettings, AppSettingsInput } from './control';

/** What the mini-program and the official account have in common. */
export class AppControl {
  constructor(
    protected readonly transport: Transport,
    private readonly app: 'mini-program' | 'official-account',
  ) {}

  /** Whitelist of addresses, frozen secret, banned templates, message push, limits. */
  settings(): Promise<AppSettings> {
    return this.transport.get(`/control/apps/${this.app}`);
  }

  /** Changes the settings that are given. `limits` replaces the numbers of some paths, so that a test can meet them. */
  configure(changes: AppSettingsInput): Promise<AppSettings> {
    return this.transport.post(`/control/apps/${this.app}`, changes);
  }

  /** A person writes to the app: the message is pushed, and service messages are allowed for 48 hours. */
  message(shopperId: string, text: string): Promise<{ ok: true }> {
    return this.transport.post(`/control/shoppers/${shopperId}/apps/${this.app}/message`, { text });
  }

  /** A person switches a template off in the settings. */
  switchOff(shopperId: string, templateId: string): Promise<{ ok: true }> {
    return this.transport.post(`/control/shoppers/${shopperId}/apps/${this.app}/subscription-off`, {
      templateId,
    });
  }
}
