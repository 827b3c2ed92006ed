import { open } from 'node:fs/promises';
import { PlatformError } from './call-out';
import type { OutCall } from './call-out';
import { refuseInsideTransaction } from './db';
import { platformCalls } from './metrics';

const TIMEOUT_MS = 120_000;

/**
 * Writes what is at an address into a file, a piece at a time, so that its size does not matter to memory. Throws PlatformError
 * when it is not there or did not come whole; the address and its headers stay out of errors.
 */
export async function download(
  call: Omit<OutCall, 'method' | 'body' | 'codeOf'>,
  file: string,
): Promise<void> {
  const { platform, api } = call;
  refuseInsideTransaction(`${platform} ${api}`);
  const fail = (code: string): PlatformError => {
    platformCalls.inc({ platform, api, code });
    return new PlatformError({ platform, api, code, retryable: true });
  };
  let response: Response;
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    response = await fetch(call.url, { headers: call.headers ?? {}, redirect: 'manual', signal });
  } catch {
    throw fail('network');
  }
  if (response.status !== 200 || !response.body) throw fail(`http_${response.status}`);
  const handle = await open(file, 'wx', 0o600);
  try {
    for await (const piece of response.body as AsyncIterable<Uint8Array>) await handle.write(piece);
  } catch {
    throw fail('network');
  } finally {
    await handle.close();
  }
  platformCalls.inc({ platform, api, code: '200' });
}
