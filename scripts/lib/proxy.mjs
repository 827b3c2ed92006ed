import { request } from 'node:http';
import { packing } from './packing.mjs';

const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'upgrade',
];
const UNAVAILABLE = JSON.stringify({ error: { code: 'UNAVAILABLE', message: '服务暂时不可用，请稍后再试' } });

/** Passes a request on to `target` (an origin), taking `prefix` off its path, and streams the answer back. */
export function proxy(incoming, outgoing, { target, prefix = '' }) {
  const path = incoming.url.slice(prefix.length) || '/';
  const upstream = request(new URL(target), {
    method: incoming.method,
    path,
    headers: requestHeaders(incoming, new URL(target).host, prefix),
  });
  upstream.once('response', (answer) => {
    const headers = keepEndToEnd(answer.headers);
    if (prefix && headers.location)
      headers.location = backUnderPrefix(headers.location, { target, prefix, path });
    const packed = packing(incoming, { statusCode: answer.statusCode, headers });
    outgoing.writeHead(answer.statusCode, packed.headers);
    if (packed.packer) answer.pipe(packed.packer).pipe(outgoing);
    else answer.pipe(outgoing);
    answer.once('error', () => outgoing.destroy());
  });
  upstream.once('error', () => {
    if (outgoing.headersSent) outgoing.destroy();
    else answerUnavailable(outgoing);
  });
  outgoing.once('close', () => upstream.destroy());
  incoming.pipe(upstream);
}

function answerUnavailable(outgoing) {
  outgoing.writeHead(502, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  outgoing.end(UNAVAILABLE);
}

function requestHeaders(incoming, host, prefix) {
  const forwarded = {
    'x-forwarded-for': incoming.socket.remoteAddress ?? '',
    'x-forwarded-host': incoming.headers.host ?? '',
    'x-forwarded-proto': 'http',
  };
  if (prefix) forwarded['x-forwarded-prefix'] = prefix;
  return { ...keepEndToEnd(incoming.headers), ...forwarded, host };
}

function keepEndToEnd(headers) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name)));
}

/**
 * A redirect within the upstream has to stay under the prefix; one to a page that the request itself named
 * (`?to=/sidebar`) leads back to our own site.
 */
function backUnderPrefix(location, { target, prefix, path }) {
  const origin = new URL(target).origin;
  if (location.startsWith(`${origin}/`)) return prefix + location.slice(origin.length);
  if (!location.startsWith('/') || location.startsWith('//') || location.startsWith(`${prefix}/`))
    return location;
  const asked = [...new URL(path, origin).searchParams.values()].filter((value) => value.startsWith('/'));
  const pathOf = (value) => new URL(value, origin).pathname;
  return asked.some((value) => pathOf(value) === pathOf(location)) ? location : prefix + location;
}
