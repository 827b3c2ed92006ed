import { PlatformError, callOut, readErrcodeAnswer } from '../../kernel/call-out';
import { PLATFORM, address, withAccessToken } from './api';

export type CodeImage = { bytes: Buffer; type: 'image/jpeg' | 'image/png' };

const call = { platform: PLATFORM, api: 'getwxacodeunlimit' };
const startsWith = (body: Buffer, hex: string): boolean =>
  body.subarray(0, hex.length / 2).equals(Buffer.from(hex, 'hex'));

/** By its first bytes: the Content-Type of this API cannot be relied on. */
function imageType(body: Buffer): CodeImage['type'] | null {
  if (startsWith(body, '89504e47')) return 'image/png';
  return startsWith(body, 'ffd8ff') ? 'image/jpeg' : null;
}

/** The mini-program code of a page and a scene (at most 32 characters); for ever, and as many as wanted. Refuses: 40129, 40169, 41030. */
export const unlimitedCode = (target: { scene: string; page: string }): Promise<CodeImage> =>
  withAccessToken(async (access_token) => {
    const { body } = await callOut({
      ...call,
      method: 'POST',
      url: address('/wxa/getwxacodeunlimit', { access_token }),
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(target),
      codeOf: (answer) => (imageType(answer.body) ? '0' : 'refused'),
    });
    const type = imageType(body);
    if (type) return { bytes: body, type };
    readErrcodeAnswer(call, body);
    throw new PlatformError({ ...call, code: 'unreadable', retryable: true });
  });
