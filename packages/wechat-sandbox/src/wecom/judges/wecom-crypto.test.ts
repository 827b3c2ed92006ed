import { decrypt, encrypt, getJsApiSignature, getSignature } from '@wecom/crypto';
import { decryptCallback, jsSdkSignature } from '../../crypto/wecom';
import { startWecomApp } from '../../testing/wecom-app';
import type { WecomApp } from '../../testing/wecom-app';

let app: WecomApp;
beforeAll(async () => {
  app = await startWecomApp();
});
afterAll(() => app.close());
beforeEach(() => app.reset());

const BLOCK = 32;
/** random(16) ‖ length(4) ‖ message ‖ receiveid: what is left to the next block of 32 is the pad. */
const padOf = (message: string, receiver: string) =>
  BLOCK - ((20 + Buffer.byteLength(message) + Buffer.byteLength(receiver)) % BLOCK);

/** @wecom/crypto as it is published, in the place of a server. */
describe('@wecom/crypto', () => {
  it('believes and reads callbacks of the sandbox with every padding from 1 to 32', async () => {
    const { env, control } = app.sandbox;
    const pads = new Set<number>();
    for (let length = 0; length < BLOCK; length += 1) {
      // A state has 30 characters at most, so the longest needs some of three bytes.
      const state = length < 4 ? 's'.repeat(length) : `茶${'s'.repeat(length - 3)}`;
      await control.wecom.dropCustomer({ userid: 'laozhou', shopperId: 'chen' });
      await control.wecom.addCustomer({ userid: 'laozhou', shopperId: 'chen', state });
    }
    await control.settle();
    for (const received of app.receiver.received) {
      const query = new URL(received.url, 'http://x').searchParams;
      const sealed = /<Encrypt><!\[CDATA\[(.*?)\]\]><\/Encrypt>/.exec(received.body)?.[1] ?? '';
      const [timestamp = '', nonce = ''] = [query.get('timestamp') ?? '', query.get('nonce') ?? ''];
      expect(getSignature(env.WECOM_CALLBACK_TOKEN ?? '', timestamp, nonce, sealed)).toBe(
        query.get('msg_signature'),
      );
      const { message, id } = decrypt(env.WECOM_CALLBACK_AES_KEY ?? '', sealed);
      expect(id).toBe(env.WECOM_CORPID);
      expect(message).toMatch(/^<xml>.*<\/xml>$/s);
      pads.add(padOf(message, id));
    }
    expect([...pads].sort((a, b) => a - b)).toEqual(Array.from({ length: BLOCK }, (_, index) => index + 1));
  });

  it('seals passive replies that the sandbox reads, at every padding', async () => {
    const { env, control } = app.sandbox;
    const pads = new Set<number>();
    for (let length = 0; length < BLOCK; length += 1) {
      const content = '回'.repeat(3) + 'x'.repeat(length);
      const plain = `<xml><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${content}]]></Content></xml>`;
      const sealed = encrypt(env.WECOM_CALLBACK_AES_KEY ?? '', plain, env.WECOM_CORPID ?? '');
      const signature = getSignature(env.WECOM_CALLBACK_TOKEN ?? '', '1700000000', 'N', sealed);
      app.answers.push({
        status: 200,
        body: `<xml><Encrypt>${sealed}</Encrypt><MsgSignature>${signature}</MsgSignature><TimeStamp>1700000000</TimeStamp><Nonce>N</Nonce></xml>`,
      });
      await control.wecom.openApp('xiaomei');
      await control.settle();
      const { messages } = await control.wecom.sent('xiaomei');
      expect(messages.at(-1)?.content).toEqual({ content });
      expect(decryptCallback(sealed, env.WECOM_CALLBACK_AES_KEY ?? '').message).toBe(plain);
      pads.add(padOf(plain, env.WECOM_CORPID ?? ''));
    }
    expect(pads.size).toBe(BLOCK);
  });

  it('makes the page signatures that the sandbox checks', async () => {
    const { ticket } = await app.call('get_jsapi_ticket');
    const made = getJsApiSignature({ url: 'http://127.0.0.1/a?b=1', ticket: String(ticket), nonceStr: 'N' });
    expect(made.signature).toBe(
      jsSdkSignature({
        ticket: String(ticket),
        nonceStr: 'N',
        timestamp: String(made.timestamp),
        url: 'http://127.0.0.1/a?b=1#part',
      }),
    );
  });
});
