import { generateKeyPair, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { selfSignedCertificate } from './certificate';

const keySchema = z.object({
  privateKey: z.string(),
  publicKey: z.string(),
  certificate: z.string(),
  serial: z.string(),
  effectiveAt: z.string(),
  expiresAt: z.string(),
});
const keysSchema = z.object({ merchant: keySchema, wechatPay: keySchema, publicKeyId: z.string() });

export type KeyPair = z.infer<typeof keySchema>;
/** The merchant's key pair, WeChat Pay's own, and the id under which WeChat Pay's public key signs answers. */
export type Keys = z.infer<typeof keysSchema>;

const YEAR_MS = 365 * 24 * 3600 * 1000;
/** Without a data folder the keys live beside this package: making two RSA pairs per test file would cost half a second each. */
const PACKAGE_CACHE = join(__dirname, '..', '..', '.cache', 'keys.json');

let cached: Keys | undefined;

export async function keysFor(dataDir: string | undefined): Promise<Keys> {
  if (dataDir) return (await readKeys(join(dataDir, 'keys.json'))) ?? makeKeys(join(dataDir, 'keys.json'));
  cached ??= (await readKeys(PACKAGE_CACHE)) ?? (await makeKeys(PACKAGE_CACHE));
  return cached;
}

async function readKeys(file: string): Promise<Keys | undefined> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const parsed = keysSchema.safeParse(JSON.parse(text));
  return parsed.success && Date.parse(parsed.data.merchant.expiresAt) > Date.now() ? parsed.data : undefined;
}

async function makeKeys(file: string): Promise<Keys> {
  const [merchant, wechatPay] = await Promise.all([
    makePair('沙箱商户', 'Sandbox Merchant'),
    makePair('Tenpay.com', 'Tenpay.com sign'),
  ]);
  // The published shape: PUB_KEY_ID_ and 40 digits.
  const digits = BigInt(`0x${randomBytes(16).toString('hex')}`)
    .toString()
    .padStart(40, '0')
    .slice(-40);
  const keys: Keys = { merchant, wechatPay, publicKeyId: `PUB_KEY_ID_${digits}` };
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, JSON.stringify(keys, null, 2), { mode: 0o600 });
  renameSync(draft, file);
  return keys;
}

async function makePair(organization: string, commonName: string): Promise<KeyPair> {
  const pair = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const validFrom = new Date(Date.now() - 24 * 3600 * 1000);
  const validTo = new Date(validFrom.getTime() + 5 * YEAR_MS);
  // 20 bytes that start with 0x4x: positive, and of the length WeChat Pay's serials have.
  const serialHex = `4${randomBytes(20).toString('hex').slice(1)}`;
  const certificate = selfSignedCertificate({
    subject: { commonName, organization },
    serialHex,
    privateKeyPem: pair.privateKey,
    validFrom,
    validTo,
  });
  return {
    privateKey: pair.privateKey,
    publicKey: pair.publicKey,
    certificate,
    serial: serialHex.toUpperCase(),
    effectiveAt: validFrom.toISOString(),
    expiresAt: validTo.toISOString(),
  };
}
