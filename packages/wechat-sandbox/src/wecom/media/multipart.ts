/** One field of a multipart/form-data body. */
export type Part = { name: string; filename?: string; contentType?: string; data: Buffer };

const CRLF = '\r\n';

/** The parts of a form (RFC 7578); undefined when the header names no boundary or the body does not keep to it. */
export function readMultipart(contentType: string | undefined, body: Buffer): Part[] | undefined {
  const boundary = boundaryOf(contentType ?? '');
  if (boundary === undefined) return undefined;
  const marker = Buffer.from(`--${boundary}`);
  const parts: Part[] = [];
  let at = body.indexOf(marker);
  while (at >= 0) {
    const after = at + marker.length;
    if (body.toString('latin1', after, after + 2) === '--') return parts;
    const next = body.indexOf(Buffer.from(`${CRLF}--${boundary}`), after);
    if (next < 0) return undefined;
    const part = readPart(body.subarray(after + CRLF.length, next));
    if (part) parts.push(part);
    at = next + CRLF.length;
  }
  return undefined;
}

function boundaryOf(contentType: string): string | undefined {
  if (!/^multipart\/form-data\b/i.test(contentType)) return undefined;
  const found = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  return found?.[1] ?? found?.[2];
}

function readPart(bytes: Buffer): Part | undefined {
  const end = bytes.indexOf(`${CRLF}${CRLF}`);
  if (end < 0) return undefined;
  const headers = bytes.toString('utf8', 0, end).split(CRLF);
  const disposition = headerOf(headers, 'content-disposition') ?? '';
  const name = parameterOf(disposition, 'name');
  if (name === undefined) return undefined;
  const filename = filenameOf(disposition);
  const contentType = headerOf(headers, 'content-type');
  return {
    name,
    ...(filename === undefined ? {} : { filename }),
    ...(contentType === undefined ? {} : { contentType }),
    data: bytes.subarray(end + 2 * CRLF.length),
  };
}

function headerOf(headers: string[], wanted: string): string | undefined {
  const line = headers.find((header) => header.toLowerCase().startsWith(`${wanted}:`));
  return line?.slice(wanted.length + 1).trim();
}

function parameterOf(disposition: string, wanted: string): string | undefined {
  const found = new RegExp(`;\\s*${wanted}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]+))`, 'i').exec(disposition);
  return found?.[1]?.replace(/\\(.)/g, '$1') ?? found?.[2];
}

/** `filename*=UTF-8''…` counts more than `filename=`. */
function filenameOf(disposition: string): string | undefined {
  const extended = /;\s*filename\*=utf-8'[^']*'([^;\s]+)/i.exec(disposition)?.[1];
  if (extended !== undefined) {
    try {
      return decodeURIComponent(extended);
    } catch {
      return extended;
    }
  }
  return parameterOf(disposition, 'filename');
}
