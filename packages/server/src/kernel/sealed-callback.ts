import { decrypt, getSignature } from '@wecom/crypto';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';
import { now } from './clock';
import { sameText } from './crypto';

/**
 * What a platform's console is told, for callbacks sealed with AES-256-CBC in XML. WeCom and the message push of
 * api.weixin.qq.com seal alike; `receiver` is the corpid there and the appid here.
 */
export type CallbackSecrets = { token: string; aesKey: string; receiver: string };
export type CallbackQuery = Record<string, string | undefined>;
export type InvalidCallbackReason =
  | 'missing_parameters'
  | 'stale'
  | 'bad_signature'
  | 'too_large'
  | 'not_xml'
  | 'not_decryptable'
  | 'other_receiver';

const UNAUTHENTIC: readonly InvalidCallbackReason[] = ['bad_signature', 'stale', 'other_receiver'];

/** A callback that is not believed: answer `status` and do nothing. */
export class InvalidCallback extends Error {
  /** 401 when somebody else sent it, 400 when it makes no sense. */
  readonly status: number;

  constructor(readonly reason: InvalidCallbackReason) {
    super(`callback refused: ${reason}`);
    this.name = 'InvalidCallback';
    this.status = UNAUTHENTIC.includes(reason) ? 401 : 400;
  }
}

const WINDOW_SECONDS = 300;
/** The longest there is names the some hundred people who joined a group; a stranger's body is not worth parsing. */
const LARGEST_BYTES = 100 * 1024;

const Signed = z.object({
  signature: z.string().regex(/^[0-9a-f]{40}$/),
  timestamp: z.string().regex(/^\d{10}$/),
  nonce: z.string().min(1).max(64),
});

/**
 * `signature` is hex sha1 of token, timestamp, nonce and `covered`, sorted and joined; what is not covered is not proven.
 * Throws InvalidCallback: missing_parameters, bad_signature, stale (five minutes or more from now, either way).
 */
export function requireSigned(
  token: string,
  signed: { query: CallbackQuery; signature: string | undefined; covered: string },
): void {
  const { timestamp, nonce } = signed.query;
  const read = Signed.safeParse({ signature: signed.signature, timestamp, nonce });
  if (!read.success) throw new InvalidCallback('missing_parameters');
  const expected = getSignature(token, read.data.timestamp, read.data.nonce, signed.covered);
  if (!sameText(read.data.signature, expected)) throw new InvalidCallback('bad_signature');
  const ageSeconds = Math.abs(now().getTime() / 1000 - Number(read.data.timestamp));
  if (ageSeconds >= WINDOW_SECONDS) throw new InvalidCallback('stale');
}

/** The cipher has no integrity of its own: without the signature anybody could send us events. */
function unsealText(secrets: CallbackSecrets, query: CallbackQuery, sealed: string): string {
  requireSigned(secrets.token, { query, signature: query.msg_signature, covered: sealed });
  let opened: { message: string; id: string };
  try {
    opened = decrypt(secrets.aesKey, sealed);
  } catch {
    throw new InvalidCallback('not_decryptable');
  }
  if (opened.id !== secrets.receiver) throw new InvalidCallback('other_receiver');
  return opened.message;
}

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  processEntities: false,
  parseTagValue: false,
});
const Message = z.object({ xml: z.record(z.string(), z.unknown()) });

/** The parser throws at names that JavaScript reserves and at hundreds of nested tags, though the validator takes them. */
function parseXml(xml: string): unknown {
  try {
    return XMLValidator.validate(xml) === true ? parser.parse(xml) : null;
  } catch {
    return null;
  }
}

/** The text fields of `<xml>…</xml>`. Documents that declare types or entities are refused unread. */
function readFields(xml: string): Record<string, string> {
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw new InvalidCallback('not_xml');
  const parsed = Message.safeParse(parseXml(xml));
  if (!parsed.success) throw new InvalidCallback('not_xml');
  const texts = Object.entries(parsed.data.xml).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(texts);
}

/** The text fields of the message sealed in `<Encrypt>`. Throws InvalidCallback. */
export function unsealCallback(
  secrets: CallbackSecrets,
  query: CallbackQuery,
  body: Buffer,
): Record<string, string> {
  if (body.length > LARGEST_BYTES) throw new InvalidCallback('too_large');
  const sealed = readFields(body.toString('utf8')).Encrypt;
  if (!sealed) throw new InvalidCallback('not_xml');
  return readFields(unsealText(secrets, query, sealed));
}

/** The plaintext of a sealed `echostr`. Throws InvalidCallback. */
export function unsealEcho(secrets: CallbackSecrets, query: CallbackQuery): string {
  if (!query.echostr) throw new InvalidCallback('missing_parameters');
  return unsealText(secrets, query, query.echostr);
}
