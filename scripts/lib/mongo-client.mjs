import { connect } from 'node:net';

const OP_MSG = 2013;
const DOCUMENT_OFFSET = 21; // header 16, flags 4, section kind 1

/**
 * Sends one command to a mongod without login. Just enough of OP_MSG and BSON to start, ask and stop a server
 * before anything is installed; the suite itself uses the official driver.
 */
export function mongoCommand({ host = '127.0.0.1', port }, command, timeoutMs = 5000) {
  const request = encodeMessage({ ...command, $db: 'admin' });
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    let received = Buffer.alloc(0);
    const fail = (error) => {
      socket.destroy();
      reject(error);
    };
    socket.setTimeout(timeoutMs, () => fail(new Error(`mongod on port ${port} did not answer`)));
    socket.once('error', fail);
    socket.once('close', () => reject(new Error(`mongod on port ${port} closed the connection`)));
    socket.once('connect', () => socket.write(request));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 4 || received.length < received.readInt32LE(0)) return;
      resolve(decodeDocument(received, DOCUMENT_OFFSET).document);
      socket.destroy();
    });
  });
}

export function encodeMessage(command) {
  const body = encodeDocument(command);
  const head = Buffer.alloc(DOCUMENT_OFFSET);
  head.writeInt32LE(DOCUMENT_OFFSET + body.length, 0);
  head.writeInt32LE(1, 4);
  head.writeInt32LE(OP_MSG, 12);
  return Buffer.concat([head, body]);
}

export function encodeDocument(document) {
  const fields = Object.entries(document).map(([name, value]) => encodeField(name, value));
  const body = Buffer.concat([...fields, Buffer.from([0])]);
  return Buffer.concat([int32(body.length + 4), body]);
}

function encodeField(name, value) {
  const [type, bytes] = encodeValue(value);
  return Buffer.concat([Buffer.from([type]), Buffer.from(`${name}\0`), bytes]);
}

function encodeValue(value) {
  if (typeof value === 'string') {
    const text = Buffer.from(`${value}\0`);
    return [0x02, Buffer.concat([int32(text.length), text])];
  }
  if (typeof value === 'boolean') return [0x08, Buffer.from([value ? 1 : 0])];
  if (Number.isInteger(value)) return [0x10, int32(value)];
  if (Array.isArray(value)) return [0x04, encodeDocument({ ...value })];
  if (value && typeof value === 'object') return [0x03, encodeDocument(value)];
  throw new Error(`mongo-client cannot send ${typeof value}`);
}

function int32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

export function decodeDocument(bytes, start) {
  const document = {};
  let at = start + 4;
  while (bytes[at] !== 0) {
    const type = bytes[at];
    const nameEnd = bytes.indexOf(0, at + 1);
    const name = bytes.toString('utf8', at + 1, nameEnd);
    const { value, end } = decodeValue(type, bytes, nameEnd + 1);
    document[name] = value;
    at = end;
  }
  return { document, end: at + 1 };
}

const FIXED = {
  0x01: (bytes, at) => ({ value: bytes.readDoubleLE(at), end: at + 8 }),
  0x07: (bytes, at) => ({ value: bytes.toString('hex', at, at + 12), end: at + 12 }),
  0x08: (bytes, at) => ({ value: bytes[at] === 1, end: at + 1 }),
  0x09: (bytes, at) => ({ value: Number(bytes.readBigInt64LE(at)), end: at + 8 }),
  0x0a: (_bytes, at) => ({ value: null, end: at }),
  0x10: (bytes, at) => ({ value: bytes.readInt32LE(at), end: at + 4 }),
  0x11: (bytes, at) => ({ value: Number(bytes.readBigUInt64LE(at)), end: at + 8 }),
  0x12: (bytes, at) => ({ value: Number(bytes.readBigInt64LE(at)), end: at + 8 }),
};

function decodeValue(type, bytes, at) {
  if (FIXED[type]) return FIXED[type](bytes, at);
  const length = bytes.readInt32LE(at);
  if (type === 0x02) return { value: bytes.toString('utf8', at + 4, at + 3 + length), end: at + 4 + length };
  if (type === 0x05) return { value: null, end: at + 5 + length };
  if (type === 0x03 || type === 0x04) {
    const { document, end } = decodeDocument(bytes, at);
    return { value: type === 0x04 ? Object.values(document) : document, end };
  }
  throw new Error(`mongo-client cannot read BSON type ${type}`);
}
