import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const CACHE_DIR = join(ROOT, '.cache');
export const DATA_DIR = join(ROOT, '.data');
export const RUNTIME_FILE = join(DATA_DIR, 'runtime.json');
export const PNPM = ['-y', 'pnpm@10.34.9'];

export const inRoot = (...parts) => join(ROOT, ...parts);
export const bin = (name) => join(ROOT, 'node_modules', '.bin', name);

export function findOnPath(name) {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

export function readJson(path, fallback) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return fallback;
  }
}
