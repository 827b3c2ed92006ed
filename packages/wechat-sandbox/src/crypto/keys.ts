import { createPrivateKey, createPublicKey, generateKeyPair, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { selfSignedCertificate } from './certificate';

/** As texts. Written out, since the packed types know no zod. */
type StoredPair = Record<
  'privateKey' | 'publicKey' | 'certificate' | 'serial' | 'effectiveAt' | 'expiresAt',
  string
>;
const pairSchema: z.ZodType<StoredPair> = z.object({
  privateKey: z.string(),
  publicKey: z.string(),
  certificate: z.string(),
  serial: z.string(),
  effectiveAt: z.string(),
  expiresAt: z.string(),
});
const keysSchema = z.object({
  merchant: pairSchema,
  wechatPay: pairSchema,
  publicKeyId: z.string(),
  /** Older files have none. */
  certificates: z.array(pairSchema).optional(),
});

type StoredKeys = Omit<z.infer<typeof keysSchema>, 'certificates'> & { certificates: StoredPair[] };
/** As texts, and parsed once. */
export type KeyPair = StoredPair & { signer: KeyObject; verifier: KeyObject };
/**
 * The merchant's key pair; the pair whose public half is "the WeChat Pay public key", with its id; and the pairs of WeChat Pay's
 * platform certificates, the oldest first: two while one is taking over from the other.
 */
export type Keys = {
  merchant: KeyPair;
  wechatPay: KeyPair;
  publicKeyId: string;
  certificates: KeyPair[];
  /** Where they are kept; undefined when a rotation is forgotten with the process. */
  file: string | undefined;
};

const YEAR_MS = 365 * 24 * 3600 * 1000;
const LIVE_CERTIFICATES = 2;
/** Without a data folder the keys live where caches live: making RSA pairs for each test file would cost half a second each. */
const USUAL_CACHE = join(homedir(), '.cache');

let cached: StoredKeys | undefined;

export async function keysFor(dataDir: string | undefined): Promise<Keys> {
  if (dataDir !== undefined) {
    const file = join(dataDir, 'keys.json');
    return parsedKeys(await storedKeys(file), file);
  }
  const cache = process.env.XDG_CACHE_HOME ?? USUAL_CACHE;
  cached ??= await cachedKeys(join(cache, 'wechat-sandbox', 'keys.json'));
  return parsedKeys(cached, undefined);
}

/** A new platform certificate beside the one before it; an older one dies. */
export async function rotateCertificate(keys: Keys): Promise<void> {
  const fresh = parsedPair(await platformPair());
  keys.certificates = [...keys.certificates, fresh].slice(-LIVE_CERTIFICATES);
  if (keys.file !== undefined) writeKeys(keys.file, keys);
}

/** Somebody without a home gets new keys in each process. */
async function cachedKeys(file: string): Promise<StoredKeys> {
  try {
    return await storedKeys(file);
  } catch {
    return makeKeys();
  }
}

async function storedKeys(file: string): Promise<StoredKeys> {
  const known = readKeys(file);
  if (known?.certificates) return { ...known, certificates: known.certificates };
  const keys = known ? { ...known, certificates: [await platformPair()] } : await makeKeys();
  writeKeys(file, keys);
  return keys;
}

function readKeys(file: string): z.infer<typeof keysSchema> | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const parsed = keysSchema.safeParse(JSON.parse(text));
  return parsed.success && Date.parse(parsed.data.merchant.expiresAt) > Date.now() ? parsed.data : undefined;
}

async function makeKeys(): Promise<StoredKeys> {
  const [merchant, wechatPay, certificate] = await Promise.all([
    makePair('沙箱商户', 'Sandbox Merchant'),
    platformPair(),
    platformPair(),
  ]);
  // The published shape: PUB_KEY_ID_ and 40 digits.
  const digits = BigInt(`0x${randomBytes(16).toString('hex')}`)
    .toString()
    .padStart(40, '0')
    .slice(-40);
  return { merchant, wechatPay, publicKeyId: `PUB_KEY_ID_${digits}`, certificates: [certificate] };
}

function writeKeys(file: string, keys: StoredKeys): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  // The schema leaves out what was parsed of them.
  writeFileSync(draft, JSON.stringify(keysSchema.parse(keys), null, 2), { mode: 0o600 });
  renameSync(draft, file);
}

function parsedKeys(keys: StoredKeys, file: string | undefined): Keys {
  return {
    merchant: parsedPair(keys.merchant),
    wechatPay: parsedPair(keys.wechatPay),
    publicKeyId: keys.publicKeyId,
    certificates: keys.certificates.map(parsedPair),
    file,
  };
}

function parsedPair(pair: StoredPair): KeyPair {
  return { ...pair, signer: createPrivateKey(pair.privateKey), verifier: createPublicKey(pair.publicKey) };
}

function platformPair(): Promise<StoredPair> {
  return makePair('Tenpay.com', 'Tenpay.com sign');
}

async function makePair(organization: string, commonName: string): Promise<StoredPair> {
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
