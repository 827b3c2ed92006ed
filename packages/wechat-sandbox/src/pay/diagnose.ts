import { constants, createHash, publicDecrypt, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** What is signed: lines, what ends each but the last, and what ends the last. */
export type Parts = { lines: string[]; between: string; end: string };
/** One way to get it wrong. `because` says it in Chinese; one that is `alone` is not tried together with another. */
export type Mistake = { because: string; alone?: boolean; change(right: Parts): Parts };

type Signed = { hash: string; digest: Buffer };

/** Longer texts are tried with one mistake at a time. */
const LONGEST_FOR_PAIRS = 200_000;
const LONGEST_QUOTE = 120;
/** DER that stands before a digest in a PKCS #1 v1.5 signature (RFC 8017, 9.2). */
const DIGEST_INFO = {
  sha256: '3031300d060960864801650304020105000420',
  sha1: '3021300906052b0e03021a05000414',
  sha512: '3051300d060960864801650304020305000440',
  md5: '3020300c06082a864886f70d020505000410',
};

export function textOf(parts: Parts): string {
  return parts.lines.join(parts.between) + parts.end;
}

/**
 * Why a signature is refused, in Chinese. An RSA signature can be opened with the public key: what comes out is the hash of the text
 * that was signed, so texts with the usual mistakes are compared with it, one mistake at a time and two at a time. A signature that
 * does not open was made with another private key.
 */
export function diagnoseSignature(
  given: { signature: string; key: KeyObject; names: string[]; stranger: string },
  right: Parts,
  mistakes: Mistake[],
): string {
  const { signature, key, names, stranger } = given;
  const bytes = Buffer.from(signature, 'base64');
  const signed = openSignature(bytes, key);
  if (!signed) return unopened({ signature, bytes, key, stranger }, textOf(right));
  const matches = (text: string): boolean =>
    createHash(signed.hash).update(text).digest().equals(signed.digest);
  const wrongHash = signed.hash === 'sha256' ? '' : `签名用的是 ${signed.hash.toUpperCase()}，应为 SHA256。`;
  if (matches(textOf(right))) return wrongHash || '签名内容与证书都正确。';
  const found = findMistakes(right, mistakes, matches);
  if (!found) {
    return `${wrongHash}私钥是对的，但签名的内容与应签的内容不同，也不是常见的错误；请逐行比对应签的内容，注意每一行都以 \\n 结尾，且随机串、时间戳与请求里的一致。`;
  }
  const [wrong, reasons] = found;
  return `${wrongHash}${reasons.join('；')}。${differences(right, wrong, names)}`;
}

function findMistakes(
  right: Parts,
  mistakes: Mistake[],
  matches: (text: string) => boolean,
): [Parts, string[]] | undefined {
  for (const { because, change } of mistakes) {
    const parts = change(right);
    if (matches(textOf(parts))) return [parts, [because]];
  }
  if (textOf(right).length > LONGEST_FOR_PAIRS) return undefined;
  const pairable = mistakes.filter(({ alone }) => !alone);
  for (const first of pairable) {
    const once = first.change(right);
    for (const second of pairable) {
      const parts = second.change(once);
      if (matches(textOf(parts))) return [parts, [first.because, second.because]];
    }
  }
  return undefined;
}

function openSignature(bytes: Buffer, key: KeyObject): Signed | undefined {
  let opened: string;
  try {
    opened = publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, bytes).toString('hex');
  } catch {
    return undefined;
  }
  for (const [hash, info] of Object.entries(DIGEST_INFO)) {
    if (opened.startsWith(info)) return { hash, digest: Buffer.from(opened.slice(info.length), 'hex') };
  }
  return undefined;
}

function unopened(
  given: { signature: string; bytes: Buffer; key: KeyObject; stranger: string },
  text: string,
): string {
  const { signature, bytes, key, stranger } = given;
  const pss = { key, padding: constants.RSA_PKCS1_PSS_PADDING };
  if (verify('sha256', Buffer.from(text), pss, bytes)) {
    return '签名用的是 RSA-PSS 填充，应为 PKCS #1 v1.5（SHA256withRSA）。';
  }
  if (/^[0-9a-f]{512}$/i.test(signature) && openSignature(Buffer.from(signature, 'hex'), key)) {
    return '签名写成了十六进制，应为 Base64。';
  }
  return stranger;
}

function differences(right: Parts, wrong: Parts, names: string[]): string {
  if (wrong.lines.length !== right.lines.length) return '';
  const told: string[] = [];
  for (const [index, line] of right.lines.entries()) {
    const signed = wrong.lines[index] ?? '';
    if (signed === line) continue;
    told.push(
      `第 ${index + 1} 行（${names[index] ?? ''}）签的是「${quote(signed)}」，应为「${quote(line)}」`,
    );
  }
  return told.length > 0 ? `${told.join('；')}。` : '';
}

function quote(text: string): string {
  return text.length <= LONGEST_QUOTE ? text : `${text.slice(0, LONGEST_QUOTE)}…`;
}

/** Puts another text in the place of one line. */
export function lineMistake(because: string, index: number, change: (line: string) => string): Mistake {
  return {
    because,
    change: (right) => ({
      ...right,
      lines: right.lines.map((line, at) => (at === index ? change(line) : line)),
    }),
  };
}

export function withoutLastLineFeed(because: string): Mistake {
  return { because, change: (right) => ({ ...right, end: right.end.replace(/\r?\n$/, '') }) };
}

export function swapped(because: string, first: number, second: number): Mistake {
  return {
    because,
    change: (right) => ({
      ...right,
      lines: right.lines.map(
        (line, at) => (at === first ? right.lines[second] : at === second ? right.lines[first] : line) ?? '',
      ),
    }),
  };
}

/** The clock was read again in milliseconds for the signature; which of the thousand is tried out. */
export function millisecondMistakes(index: number): Mistake[] {
  const because = '时间戳应为秒，签名时用了毫秒';
  return Array.from({ length: 1000 }, (_, ms) => ({
    ...lineMistake(because, index, (line) => `${line}${String(ms).padStart(3, '0')}`),
    alone: true,
  }));
}
