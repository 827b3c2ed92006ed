import { createHash, randomBytes } from 'node:crypto';

const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Random texts; with a seed the same sequence comes out in every run, so that failures can be repeated. */
export class Random {
  private counter = 0;

  constructor(private readonly seed?: number) {}

  bytes(length: number): Buffer {
    if (this.seed === undefined) return randomBytes(length);
    const blocks: Buffer[] = [];
    for (let filled = 0; filled < length; filled += 32) {
      this.counter += 1;
      blocks.push(createHash('sha256').update(`${this.seed}:${this.counter}`).digest());
    }
    return Buffer.concat(blocks).subarray(0, length);
  }

  text(length: number, alphabet = ALNUM): string {
    return pick(this.bytes(length), alphabet);
  }

  digits(length: number): string {
    return this.text(length, '0123456789');
  }

  hex(length: number): string {
    return this.text(length, '0123456789abcdef');
  }
}

/** An id that depends on the name alone, so that people keep their ids in every run and on every machine. */
export function derivedId(name: string, length: number, alphabet = `${ALNUM}_-`): string {
  const blocks: Buffer[] = [];
  for (let index = 0; index * 32 < length; index += 1) {
    blocks.push(createHash('sha256').update(`${name}#${index}`).digest());
  }
  return pick(Buffer.concat(blocks).subarray(0, length), alphabet);
}

function pick(bytes: Buffer, alphabet: string): string {
  let text = '';
  for (const byte of bytes) text += alphabet.charAt(byte % alphabet.length);
  return text;
}
