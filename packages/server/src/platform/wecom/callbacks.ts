import { decrypt, getSignature } from '@wecom/crypto';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';
import { config } from '../../config';
import { now } from '../../kernel/clock';
import { sameText } from '../../kernel/crypto';

export type CallbackQuery = Record<string, string | undefined>;
export type InvalidCallbackReason =
  'missing_parameters' | 'stale' | 'bad_signature' | 'not_xml' | 'not_decryptable' | 'other_receiver';

const UNAUTHENTIC: readonly InvalidCallbackReason[] = ['bad_signature', 'stale', 'other_receiver'];

/** A callback that is not believed: answer `status` and do nothing. */
export class InvalidCallback extends Error {
  /** 401 when somebody else sent it, 400 when it makes no sense. */
  readonly status: number;

  constructor(readonly reason: InvalidCallbackReason) {
    super(`WeCom callback refused: ${reason}`);
    this.name = 'InvalidCallback';
    this.status = UNAUTHENTIC.includes(reason) ? 401 : 400;
  }
}

const WINDOW_SECONDS = 300;
const Signed = z.object({
  msg_signature: z.string().regex(/^[0-9a-f]{40}$/),
  timestamp: z.string().regex(/^\d{10}$/),
  nonce: z.string().min(1).max(64),
});

/** The cipher has no integrity of its own: without this comparison anybody could send us events. */
function requireSigned(query: CallbackQuery, encrypted: string): void {
  const signed = Signed.safeParse(query);
  if (!signed.success) throw new InvalidCallback('missing_parameters');
  const { msg_signature, timestamp, nonce } = signed.data;
  const expected = getSignature(config().WECOM_CALLBACK_TOKEN, timestamp, nonce, encrypted);
  if (!sameText(msg_signature, expected)) throw new InvalidCallback('bad_signature');
  const ageSeconds = Math.abs(now().getTime() / 1000 - Number(timestamp));
  if (ageSeconds >= WINDOW_SECONDS) throw new InvalidCallback('stale');
}

function decryptOwn(encrypted: string): string {
  let opened: { message: string; id: string };
  try {
    opened = decrypt(config().WECOM_CALLBACK_AES_KEY, encrypted);
  } catch {
    throw new InvalidCallback('not_decryptable');
  }
  if (opened.id !== config().WECOM_CORPID) throw new InvalidCallback('other_receiver');
  return opened.message;
}

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  processEntities: false,
  parseTagValue: false,
});
const Message = z.object({ xml: z.record(z.string(), z.unknown()) });

/** The text fields of `<xml>…</xml>`. Documents that declare types or entities are refused unread. */
function readFields(xml: string): Record<string, string> {
  if (/<!(DOCTYPE|ENTITY)/i.test(xml) || XMLValidator.validate(xml) !== true) {
    throw new InvalidCallback('not_xml');
  }
  const parsed = Message.safeParse(parser.parse(xml));
  if (!parsed.success) throw new InvalidCallback('not_xml');
  const texts = Object.entries(parsed.data.xml).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(texts);
}

/** The decrypted message's fields, all as text. Throws InvalidCallback. */
export function decryptCallback(query: CallbackQuery, body: Buffer): Record<string, string> {
  const encrypted = readFields(body.toString('utf8')).Encrypt;
  if (!encrypted) throw new InvalidCallback('not_xml');
  requireSigned(query, encrypted);
  return readFields(decryptOwn(encrypted));
}

/** The plaintext that proves to WeCom that this address is ours. Throws InvalidCallback. */
export function verifyUrl(query: CallbackQuery): string {
  const encrypted = query.echostr;
  if (!encrypted) throw new InvalidCallback('missing_parameters');
  requireSigned(query, encrypted);
  return decryptOwn(encrypted);
}
