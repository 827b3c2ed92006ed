import { request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';

export type Call = { method: 'GET' | 'POST'; url: string; headers: Record<string, string>; body?: string };
export type Answer = { status: number; headers: IncomingHttpHeaders; body: string };

/** One request on a connection of its own, given up after `timeoutMs` whatever state it is in. */
export function call(outgoing: Call, timeoutMs: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const open = outgoing.url.startsWith('https:') ? httpsRequest : httpRequest;
    const body = Buffer.from(outgoing.body ?? '');
    const headers = { ...outgoing.headers, 'content-length': String(body.length) };
    const sent = open(outgoing.url, { method: outgoing.method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        clearTimeout(timer);
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        });
      });
      response.on('error', reject);
    });
    const timer = setTimeout(() => sent.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    sent.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    sent.end(body);
  });
}
