import { isWeapp } from './env';

/** H5: the scene of the address the preview was opened with; taken once, so that a reload does not scan again. */
export function takeAddressScene(): string | null {
  if (isWeapp) return null;
  const address = new URL(window.location.href);
  const scene = address.searchParams.get('scene');
  if (scene === null) return null;
  address.searchParams.delete('scene');
  window.history.replaceState(window.history.state, '', address);
  return scene;
}
