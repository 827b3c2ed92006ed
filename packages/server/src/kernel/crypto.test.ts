import { randomBytes } from 'node:crypto';
import { config, loadConfig } from '../config';
import { startPlatforms } from './testing';
import type { Platforms } from './testing';
import { lookupHash, openGcm, sameText, seal, unseal } from './crypto';

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
