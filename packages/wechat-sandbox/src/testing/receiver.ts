import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signedLines, unseal, verify } from '../crypto/pay';
import type { Sealed } from '../crypto/pay';

export type Received = { method: string; url: string; headers: Record<string, string>; body: string };
export type Receiver = {
  url: string;
  received: Received[];
  /** The next answers, first to last; 204 when there is none. */
  answers: { status: number; body?: string; afterMs?: number }[];
  close(): Promise<void>;
};

/** A server that notices and callbacks are sent to. */
export async function startReceiver(
  reply?: (received: Received) => { status: number; body: string },
): Promise<Receiver> {
  const received: Received[] = [];
  const answers: Receiver['answers'] = [];
  const server = createServer((message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      const headers = Object.fromEntries(
        Object.entries(message.headers).map(([name, value]) => [name, String(value)]),
      );
      const body = Buffer.concat(chunks).toString('utf8');
      const one = { method: message.method ?? '', url: message.url ?? '', headers, body };
      received.push(one);
      const answer = reply?.(one) ?? answers.shift() ?? { status: 204 };
      setTimeout(
        () => {
          response.statusCode = answer.status;
          response.end(answer.body);
        },
        'afterMs' in answer ? answer.afterMs : 0,
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What a careful merchant does with a notice: signature first, by a key it knows under that serial, then the tag. */
export function openNotice(
  notice: Received,
  env: Record<string, string>,
  keys: Record<string, string> = { [env.WECHAT_PAY_PUBLIC_KEY_ID ?? '']: env.WECHAT_PAY_PUBLIC_KEY ?? '' },
): { signed: boolean; id: string; event: string; resource: Record<string, unknown> } {
  const body = JSON.parse(notice.body) as { id: string; event_type: string; resource: Sealed };
  const { headers } = notice;
  const message = signedLines(
    headers['wechatpay-timestamp'] ?? '',
    headers['wechatpay-nonce'] ?? '',
    notice.body,
  );
  const key = keys[headers['wechatpay-serial'] ?? ''];
  const signed = key !== undefined && verify(message, headers['wechatpay-signature'] ?? '', key);
  const { ciphertext, nonce, associated_data } = body.resource;
  const plain = unseal({ ciphertext, nonce, associated_data }, env.WECHAT_PAY_API_V3_KEY ?? '');
  return {
    signed,
    id: body.id,
    event: body.event_type,
    resource: JSON.parse(plain) as Record<string, unknown>,
  };
}
