import type { Channel } from '../channel';
import type { ProgramConfig } from '../compile/program';
import type { Device } from '../device';
import { Listeners } from './listeners';
import { Observers } from './observers';
import type { Realm } from './realm';
import type { Content } from './wx/file-contents';

export type LaunchOptions = {
  path: string;
  query: Record<string, string>;
  scene: number;
  referrerInfo: Record<string, unknown>;
};

/** What the view hands over when it starts the service. */
export type Boot = {
  config: ProgramConfig;
  device: Device;
  launch: LaunchOptions;
  /** Key → JSON, as the last run left it. */
  storage: Record<string, string>;
  network: string;
};

/** What everything in the service shares. */
export type ServiceState = {
  config: ProgramConfig;
  device: Device;
  launch: LaunchOptions;
  channel: Channel;
  realm: Realm;
  listeners: Listeners;
  observers: Observers;
  /** Files of the person: path → content. */
  files: Map<string, Content>;
};

export function createState(
  boot: Boot,
  { channel, realm }: { channel: Channel; realm: Realm },
): ServiceState {
  const { config, device, launch } = boot;
  return {
    config,
    device,
    launch,
    channel,
    realm,
    listeners: new Listeners(channel),
    observers: new Observers(channel),
    files: new Map(),
  };
}
