import type { Ctx } from '../../ctx';

const MOST_FILES = 200;
const MOST_BYTES = 64 * 1024 * 1024;

export type StoredFile = { bytes: Buffer; contentType: string; filename: string };

/**
 * The bytes of uploads, in memory: the newest 200 and 64 MB. A restart drops them, while the ids stay good for messages: state.json is
 * no place for megabytes.
 */
const stores = new WeakMap<Ctx, Map<string, StoredFile>>();

export function keepFile(ctx: Ctx, id: string, file: StoredFile): void {
  const files = stores.get(ctx) ?? new Map<string, StoredFile>();
  stores.set(ctx, files);
  files.set(id, file);
  let total = [...files.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
  for (const [oldest, { bytes }] of files) {
    if (files.size <= MOST_FILES && total <= MOST_BYTES) return;
    files.delete(oldest);
    total -= bytes.length;
  }
}

export function storedFile(ctx: Ctx, id: string): StoredFile | undefined {
  return stores.get(ctx)?.get(id);
}
