import { constants, createBrotliCompress, createGzip } from 'node:zlib';

export const isText = (type) => /^(text\/|application\/json|image\/svg)/.test(type ?? '');

/** The best encoding that the asker takes, or null. */
export function encodingOf({ headers }) {
  const accepted = headers['accept-encoding'] ?? '';
  return ['br', 'gzip'].find((name) => new RegExp(`\\b${name}\\b`).test(accepted)) ?? null;
}

// Proxied text is packed each time anew, so quickly rather than tightly.
const PACKERS = {
  br: () => createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: () => createGzip(),
};

/** How to pack an answer that passes through: { headers, packer }; `packer` is null for what stays as it is. */
export function packing(request, { statusCode, headers }) {
  const encoding = encodingOf(request);
  const asItIs = { headers, packer: null };
  if (!encoding || request.method === 'HEAD' || statusCode !== 200 || !isText(headers['content-type']))
    return asItIs;
  if (headers['content-encoding'] || /text\/event-stream/.test(headers['content-type'])) return asItIs;
  const { 'content-length': length, ...rest } = headers;
  if (length !== undefined && Number(length) < 512) return asItIs;
  const vary = [headers.vary, 'accept-encoding'].filter(Boolean).join(', ');
  return { headers: { ...rest, vary, 'content-encoding': encoding }, packer: PACKERS[encoding]() };
}
