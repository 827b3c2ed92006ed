import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { encodingOf, isText } from './packing.mjs';

// The tightest takes a second for a big script, and whoever asks first waits for it; this one a tenth, for 3 % more bytes.
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
const [brotli, zip] = [promisify(brotliCompress), promisify(gzip)];
const PACK = { br: (raw) => brotli(raw, BROTLI), gzip: (raw) => zip(raw) };
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
};
const MIN_PACKED_BYTES = 1024;
// webpack's hexadecimal content hashes, and Vite's eight characters in its assets folder
const HASHED = /[.\-_][0-9a-f]{8,}\.\w+$|\/assets\/[^/]+-[\w-]{8}\.\w+$/;
const SAFE = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'strict-origin-when-cross-origin' };

export async function sendFile(site, file, exchange) {
  const { size, mtimeMs } = statSync(file);
  const type = TYPES[extname(file)] ?? 'application/octet-stream';
  const etag = `W/"${size.toString(16)}-${Math.round(mtimeMs).toString(16)}"`;
  const cache = HASHED.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache';
  const headers = { 'content-type': type, 'cache-control': cache, etag };
  if (isText(type) && size >= MIN_PACKED_BYTES) {
    const body = await remember(site, `${file} ${etag}`, () => readFile(file).then(withPacked));
    return send(exchange, headers, body);
  }
  if (isFresh(exchange, etag)) return end(exchange, { status: 304, headers });
  if (exchange.request.method === 'HEAD')
    return end(exchange, { headers: { ...headers, 'content-length': size } });
  exchange.response.writeHead(200, { ...SAFE, ...headers, 'content-length': size });
  const stream = createReadStream(file);
  stream.once('error', () => exchange.response.destroy());
  stream.pipe(exchange.response);
}

export async function sendIndex(site, file, exchange) {
  const page = await remember(site, `${file} ${statSync(file).mtimeMs}`, () => preparePage(site, file));
  const headers = { 'content-type': TYPES['.html'], 'cache-control': 'no-cache', etag: page.etag };
  return send(exchange, { ...headers, 'content-security-policy': page.policy }, page);
}

async function preparePage(site, file) {
  const tags = site.inject.map((src) => `<script defer src="${src}"></script>`).join('');
  const html = (await readFile(file, 'utf8')).replace(/<head[^>]*>/i, (head) => head + tags);
  const etag = `W/"${createHash('sha256').update(html).digest('hex').slice(0, 16)}"`;
  return { ...withPacked(Buffer.from(html)), etag, policy: policyFor(html) };
}

/** Scripts come from our origin only; the few that a build writes into the page itself are allowed by their hash. */
function policyFor(html) {
  const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/gi)].map(
    (match) => match[1],
  );
  const hashes = inline.map((code) => ` 'sha256-${createHash('sha256').update(code).digest('base64')}'`);
  return [
    "default-src 'self'",
    `script-src 'self'${hashes.join('')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'self'",
  ].join('; ');
}

async function remember(site, key, make) {
  if (!site.cache.has(key)) site.cache.set(key, make());
  return site.cache.get(key);
}

/** The bytes as they are, and how to have them packed; packed once, when first asked for. */
function withPacked(raw) {
  const made = {};
  return { bytesFor: (encoding) => (encoding ? (made[encoding] ??= PACK[encoding](raw)) : raw) };
}

async function send(exchange, headers, body) {
  if (isFresh(exchange, headers.etag)) return end(exchange, { status: 304, headers });
  const encoding = encodingOf(exchange.request);
  const bytes = await body.bytesFor(encoding);
  const variant = { vary: 'accept-encoding', ...(encoding && { 'content-encoding': encoding }) };
  return end(exchange, {
    headers: { ...headers, ...variant, 'content-length': bytes.length },
    body: bytes,
  });
}

const isFresh = ({ request }, etag) => (request.headers['if-none-match'] ?? '').includes(etag);

export function answer(exchange, status, text) {
  end(exchange, {
    status,
    headers: { 'content-type': TYPES['.txt'], 'cache-control': 'no-store' },
    body: text && `${text}\n`,
  });
}

function end({ request, response }, { status = 200, headers, body }) {
  response.writeHead(status, { ...SAFE, ...headers });
  response.end(request.method === 'HEAD' ? undefined : body);
}
