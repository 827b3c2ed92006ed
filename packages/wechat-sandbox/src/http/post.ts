import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingHttpHeaders } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

export type Call = {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: string;
  /** What the platform makes of the answer, in words for the journal; nothing when there is nothing to say. */
  heed?: (answer: Answer) => string | undefined;
};
export type Answer = { status: number; headers: IncomingHttpHeaders; body: string };

const KEPT_OPEN = { keepAlive: true, maxFreeSockets: 8, timeout: 10_000 };
const agents = { http: new HttpAgent(KEPT_OPEN), https: new HttpsAgent(KEPT_OPEN) };

/** One request, given up after `timeoutMs` whatever state it is in. */
export async function call(outgoing: Call, timeoutMs: number): Promise<Answer> {
  try {
    return await send(outgoing, timeoutMs);
  } catch (error) {
    // The other side closed an idle connection just when it was used again: nothing was received, so it is sent anew.
    if (error instanceof StaleConnection) return send(outgoing, timeoutMs);
    throw error;
  }
}

class StaleConnection extends Error {}

function send(outgoing: Call, timeoutMs: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const body = Buffer.from(outgoing.body ?? '');
    const sent = open(outgoing, body.length);
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        clearTimeout(timer);
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      });
      response.on('error', reject);
    });
    const timer = setTimeout(() => sent.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    sent.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(sent.reusedSocket && error.code === 'ECONNRESET' ? new StaleConnection() : error);
    });
    sent.end(body);
  });
}

function open({ method, url, headers }: Call, length: number): ClientRequest {
  const options = { method, headers: { ...headers, 'content-length': String(length) } };
  return url.startsWith('https:')
    ? httpsRequest(url, { ...options, agent: agents.https })
    : httpRequest(url, { ...options, agent: agents.http });
}
