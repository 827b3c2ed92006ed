import { decoded } from './decoded.rules';

const SCENE = /^[\w!#$&'()*+,/:;=?@.~-]{1,32}$/;

/** The scene of a page's query, which WeChat hands over encoded; null when it cannot be one of ours. */
export function sceneOfQuery(value: string | undefined): string | null {
  const scene = decoded(value ?? '').trim();
  return SCENE.test(scene) ? scene : null;
}

/** What a scanned code says: WeChat gives a `path` for our own codes, a web address for printed ones, or the bare scene. */
export function sceneOfScan(scanned: { result: string; path?: string }): string | null {
  for (const text of [scanned.path ?? '', scanned.result]) {
    const found = /[?&]scene=([^&#]*)/.exec(text)?.[1];
    if (found !== undefined) return sceneOfQuery(found);
  }
  return scanned.result.includes('://') ? null : sceneOfQuery(scanned.result);
}
