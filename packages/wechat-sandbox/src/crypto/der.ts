/** The few ASN.1 DER forms a certificate is made of (X.690). */
const TAG = {
  integer: 0x02,
  bitString: 0x03,
  null: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  utcTime: 0x17,
  sequence: 0x30,
  set: 0x31,
};

export function sequence(...parts: Buffer[]): Buffer {
  return wrap(TAG.sequence, Buffer.concat(parts));
}

export function set(...parts: Buffer[]): Buffer {
  return wrap(TAG.set, Buffer.concat(parts));
}

export function integer(bytes: Buffer): Buffer {
  // A leading zero keeps the number positive.
  const positive = (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
  return wrap(TAG.integer, positive);
}

export function bitString(bytes: Buffer): Buffer {
  return wrap(TAG.bitString, Buffer.concat([Buffer.from([0]), bytes]));
}

export function utf8(text: string): Buffer {
  return wrap(TAG.utf8, Buffer.from(text, 'utf8'));
}

export function utcTime(date: Date): Buffer {
  const text = date.toISOString().replace(/[-:T]/g, '').slice(2, 14);
  return wrap(TAG.utcTime, Buffer.from(`${text}Z`, 'ascii'));
}

export function nothing(): Buffer {
  return wrap(TAG.null, Buffer.alloc(0));
}

export function explicit(index: number, content: Buffer): Buffer {
  return wrap(0xa0 + index, content);
}

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const septets = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) septets.unshift((left & 0x7f) | 0x80);
    bytes.push(...septets);
  }
  return wrap(TAG.oid, Buffer.from(bytes));
}

function wrap(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes: number[] = [];
  for (let left = length; left > 0; left >>= 8) bytes.unshift(left & 0xff);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}
