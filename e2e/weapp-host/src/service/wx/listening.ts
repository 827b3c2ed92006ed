import type { ServiceState } from '../state';

const EVENTS =
  `AppShow AppHide Error PageNotFound UnhandledRejection ThemeChange NetworkStatusChange MemoryWarning WindowResize
KeyboardHeightChange NeedPrivacyAuthorization AudioInterruptionBegin AudioInterruptionEnd UserCaptureScreen CopyUrl
LazyLoadError NetworkWeakChange AddToFavorites`.split(/\s+/);

/** `wx.onXxx` and `wx.offXxx`. */
export function listeningApis({ listeners }: ServiceState): Record<string, (listener: never) => void> {
  const pairs = EVENTS.flatMap((event) => [
    [`on${event}`, (listener: never) => listeners.on(event, listener)] as const,
    [`off${event}`, (listener?: never) => listeners.off(event, listener)] as const,
  ]);
  return Object.fromEntries(pairs);
}
