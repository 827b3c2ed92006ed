import { randomBytes } from 'node:crypto';
import { config, loadConfig } from '../config';
import { startPlatforms } from './testing';
import type { Platforms } from './testing';
import { lookupHash, needsResealing, openGcm, reseal, sameText, seal, unseal } from './crypto';

let platforms: Platforms;
beforeAll(async () => {
  platforms = await startPlatforms();
});
afterAll(() => platforms.close());

test('what was sealed opens again, and looks different each time', () => {
  const once = seal('phone', '13800138001');
  const twice = seal('phone', '13800138001');
  expect(once).toMatch(/^v1\.[0-9a-f]{8}\./);
  expect(once).not.toBe(twice);
  expect(once).not.toContain('138');
  expect([unseal('phone', once), unseal('phone', twice)]).toEqual(['13800138001', '13800138001']);
});

test('nothing opens for another purpose, with another key, or after a change', () => {
  const sealed = seal('phone', '13800138001');
  expect(() => unseal('address', sealed)).toThrow();
  const parts = sealed.split('.');
  const bytes = Buffer.from(parts[3]!, 'base64url');
  for (let i = 0; i < bytes.length; i += 1) {
    const changed = Buffer.from(bytes);
    changed[i]! ^= 1;
    expect(() => unseal('phone', [...parts.slice(0, 3), changed.toString('base64url')].join('.'))).toThrow();
  }
  for (const nonsense of ['', 'v1', 'v2.x.y.z', `${sealed.slice(0, 20)}`]) {
    expect(() => unseal('phone', nonsense)).toThrow();
  }
  config().PHONE_KEY = randomBytes(32).toString('base64');
  expect(() => unseal('phone', sealed)).toThrow('sealed with another key');
});

test('a retired key opens and no longer seals; resealed, a text does without it', () => {
  const old = seal('phone', '13800138001');
  const before = config().PHONE_KEY;
  config().PHONE_KEY = randomBytes(32).toString('base64');
  expect(() => reseal('phone', old)).toThrow('sealed with another key');
  config().PHONE_KEYS_RETIRED = [randomBytes(32).toString('base64'), before];
  expect([unseal('phone', old), needsResealing(old)]).toEqual(['13800138001', true]);
  expect(() => reseal('address', old)).toThrow();
  const fresh = reseal('phone', old);
  expect(needsResealing(fresh)).toBe(false);
  config().PHONE_KEYS_RETIRED = [];
  expect(unseal('phone', fresh)).toBe('13800138001');
  expect(() => unseal('phone', old)).toThrow('sealed with another key');
});

test('while processes change over, each opens what the other seals', () => {
  const [one, other] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
  const as = (key: string, retired: string) => {
    config().PHONE_KEY = key;
    config().PHONE_KEYS_RETIRED = [retired];
  };
  as(one, other);
  const byOne = seal('phone', '1');
  as(other, one);
  const byOther = seal('phone', '2');
  expect(unseal('phone', byOne)).toBe('1');
  as(one, other);
  expect(unseal('phone', byOther)).toBe('2');
});

test('lookup hashes are the same for the same value of the same kind only, and depend on the key', () => {
  const hash = lookupHash('phone', '13800138001');
  expect(lookupHash('phone', '13800138001')).toBe(hash);
  expect(lookupHash('openid', '13800138001')).not.toBe(hash);
  config().HASH_KEY = randomBytes(32).toString('base64');
  expect(lookupHash('phone', '13800138001')).not.toBe(hash);
});

test('a tag shorter than 16 bytes is never enough', () => {
  const key = randomBytes(32);
  expect(() =>
    openGcm(Buffer.alloc(8), { key, nonce: randomBytes(12), associated: Buffer.alloc(0) }),
  ).toThrow();
});

test('sameText compares texts of any length', () => {
  expect(sameText('abc', 'abc')).toBe(true);
  expect(sameText('abc', 'abd')).toBe(false);
  expect(sameText('abc', 'ab')).toBe(false);
});

test('keys of the wrong length stop the boot by their name and are not printed', () => {
  expect(() => loadConfig({ ...process.env, PHONE_KEY: 'c2hvcnQ=' })).toThrow(/PHONE_KEY: must be 32 bytes/);
});

test('a malformed retired key stops the boot by its name and place, and is not printed', () => {
  const good = randomBytes(32).toString('base64');
  const env = { ...process.env, PHONE_KEY: good };
  for (const [text, place] of [
    ['c2hvcnQ=', 0],
    [`${good},c2hvcnQ=`, 1],
    [`${good},`, 1],
  ] as const) {
    const load = () => loadConfig({ ...env, PHONE_KEYS_RETIRED: text });
    expect(load).toThrow(`PHONE_KEYS_RETIRED.${place}: must be 32 bytes in base64`);
    expect(load).not.toThrow(/c2hvcnQ/);
  }
});
