import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readJson } from './paths.mjs';

const NAMES = ['PHONE_KEY', 'HASH_KEY'];

/** The keys of this copy's data, made once: without them its stored phone numbers cannot be read again. */
export function ensureSecrets(file) {
  const kept = readJson(file, {});
  if (NAMES.every((name) => kept[name])) return kept;
  const fresh = Object.fromEntries(NAMES.map((name) => [name, randomBytes(32).toString('base64')]));
  const secrets = { ...fresh, ...kept };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}
