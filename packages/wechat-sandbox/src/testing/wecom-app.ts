import { decrypt, getSignature } from '@wecom/crypto';
import { startSandbox } from '../sandbox';
import type { Sandbox, SandboxOptions } from '../sandbox';
import { PlatformClient, withToken } from './platform';
import type { Json } from './platform';
import { startReceiver } from './receiver';
import type { Received, Receiver } from './receiver';

/** A callback as the app reads it: `signed` and `id` are what it has to check first. */
export type OpenedCallback = { signed: boolean; id: string; message: string };

/** An app of the company with a callback address: it calls the platform, and keeps what the platform told it. */
export type WecomApp = {
  sandbox: Sandbox;
  platform: PlatformClient;
  receiver: Receiver;
  /** How the next callbacks are answered; `success` when there is nothing. */
  answers: { status: number; body: string }[];
  /** A call with the app's token: POST when there is a body. */
  call(path: string, body?: unknown): Promise<Json>;
  /** Only what the platform answers as errcode. */
  errcode(path: string, body?: unknown): Promise<unknown>;
  /** Posts one file as a form. */
  upload(path: string, file: { bytes: Buffer; name: string; field?: string }): Promise<Json>;
  /**
   * What has been told since the last reset, as plain texts by tag, in the order it was sent in: on a busy machine one can
   * overtake another. Every callback has to be signed and for this company.
   */
  events(): Promise<Record<string, string>[]>;
  open(received: Received): OpenedCallback;
  /** Forgets everything and saves the callback address again. */
  reset(): Promise<void>;
  close(): Promise<void>;
};

/** `keepState`: what an earlier sandbox left in the folder is not forgotten. */
export async function startWecomApp(given: SandboxOptions & { keepState?: boolean } = {}): Promise<WecomApp> {
  const { keepState = false, ...options } = given;
  const sandbox = await startSandbox(options);
  const platform = new PlatformClient(sandbox);
  const answers: WecomApp['answers'] = [];
  const receiver = await startReceiver((received) => {
    if (received.method === 'POST') return answers.shift() ?? { status: 200, body: 'success' };
    const echo = new URL(received.url, 'http://x').searchParams.get('echostr') ?? '';
    return { status: 200, body: decrypt(sandbox.env.WECOM_CALLBACK_AES_KEY ?? '', echo).message };
  });
  const open = (received: Received): OpenedCallback => openCallback(sandbox, received);
  const listen = async (): Promise<void> => {
    await sandbox.control.configureCallbacks({ wecomCallbackUrl: `${receiver.url}/wecom?app=1` });
    receiver.received.length = 0;
  };
  const app: WecomApp = {
    sandbox,
    platform,
    receiver,
    answers,
    call: (path, body) => platform.wecom(`/cgi-bin/${path}`, body),
    errcode: async (path, body) => (await platform.wecom(`/cgi-bin/${path}`, body)).errcode,
    upload: (path, file) => upload(platform, path, file),
    events: async () => {
      await sandbox.control.settle();
      const opened = receiver.received.filter(({ method }) => method === 'POST').map(open);
      const stranger = opened.find(({ signed, id }) => !signed || id !== sandbox.env.WECOM_CORPID);
      if (stranger) throw new Error(`not to be believed: ${JSON.stringify(stranger)}`);
      const sent = (await sandbox.control.notices()).map(({ message }) => message);
      opened.sort((a, b) => sent.indexOf(a.message) - sent.indexOf(b.message));
      return opened.map(({ message }) => fieldsOf(message));
    },
    open,
    reset: async () => {
      await sandbox.control.reset();
      await listen();
      answers.length = 0;
    },
    close: async () => {
      await sandbox.close();
      await receiver.close();
    },
  };
  await (keepState ? listen() : app.reset());
  return app;
}

function openCallback(sandbox: Sandbox, received: Received): OpenedCallback {
  const { env } = sandbox;
  const query = new URL(received.url, 'http://x').searchParams;
  const encrypt = /<Encrypt><!\[CDATA\[(.*?)\]\]><\/Encrypt>/.exec(received.body)?.[1] ?? '';
  const expected = getSignature(
    env.WECOM_CALLBACK_TOKEN ?? '',
    query.get('timestamp') ?? '',
    query.get('nonce') ?? '',
    encrypt,
  );
  const { message, id } = decrypt(env.WECOM_CALLBACK_AES_KEY ?? '', encrypt);
  return { signed: expected === query.get('msg_signature'), id, message };
}

/** The elements that hold text, whatever they stand in; of a repeated one the last. */
function fieldsOf(message: string): Record<string, string> {
  const found = message.matchAll(/<(\w+)>(?:<!\[CDATA\[([\s\S]*?)\]\]>|([^<]*))<\/\1>/g);
  return Object.fromEntries([...found].map(([, tag = '', text, bare]) => [tag, text ?? bare ?? '']));
}

async function upload(
  platform: PlatformClient,
  path: string,
  { bytes, name, field = 'media' }: { bytes: Buffer; name: string; field?: string },
): Promise<Json> {
  const { access_token } = await platform.corpToken();
  const form = new FormData();
  form.append(field, new Blob([new Uint8Array(bytes)]), name);
  const url = `${platform.sandbox.env.WECOM_API_BASE}${withToken(`/cgi-bin/${path}`, String(access_token))}`;
  const response = await fetch(url, { method: 'POST', body: form });
  return (await response.json()) as Json;
}

/** The smallest picture: one pixel. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
