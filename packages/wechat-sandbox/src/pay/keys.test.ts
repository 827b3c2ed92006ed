import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PayKeys } from './control';
import { signedLines, unseal, verify } from '../crypto/pay';
import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { Merchant } from '../testing/merchant';
import type { PayAnswer } from '../testing/merchant';
import { openNotice, startReceiver } from '../testing/receiver';
import type { Receiver } from '../testing/receiver';

let sandbox: Sandbox;
let merchant: Merchant;
let receiver: Receiver;

beforeAll(async () => {
  sandbox = await startSandbox();
  merchant = new Merchant(sandbox);
  receiver = await startReceiver();
});
afterAll(async () => {
  await sandbox.close();
  await receiver.close();
});
afterEach(() => sandbox.control.reset());

/** What a merchant keeps: serial → public key. */
const keyRing = ({ publicKeyId, publicKey, certificates }: PayKeys): Record<string, string> => ({
  [publicKeyId]: publicKey,
  ...Object.fromEntries(
    certificates.map(({ serial, certificate }) => [
      serial,
      new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    ]),
  ),
});
/** The serial an answer was signed under; empty when the signature is wrong. */
function signer(answer: PayAnswer, ring: Record<string, string>): string {
  const read = (name: string): string => answer.headers.get(`wechatpay-${name}`) ?? '';
  const message = signedLines(read('timestamp'), read('nonce'), answer.raw);
  const key = ring[read('serial')];
  return key !== undefined && verify(message, read('signature'), key) ? read('serial') : '';
}
const certificates = (headers: Record<string, string> = {}): Promise<PayAnswer> =>
  merchant.send('GET', '/v3/certificates', { headers });

describe('In public-key mode', () => {
  it('answers are signed under the id of the public key, and the certificates can be fetched', async () => {
    const keys = await sandbox.control.wechatPay.keys();
    expect(keys).toMatchObject({
      mode: 'public-key',
      certificatesOpen: true,
      publicKeyId: sandbox.env.WECHAT_PAY_PUBLIC_KEY_ID,
      publicKey: sandbox.env.WECHAT_PAY_PUBLIC_KEY,
      live: [sandbox.env.WECHAT_PAY_PUBLIC_KEY_ID],
    });
    const answer = await certificates();
    expect(signer(answer, keyRing(keys))).toBe(keys.publicKeyId);
    const [first] = answer.body.data as {
      serial_no: string;
      encrypt_certificate: Parameters<typeof unseal>[0];
    }[];
    const pem = unseal(first!.encrypt_certificate, sandbox.env.WECHAT_PAY_API_V3_KEY ?? '');
    const certificate = new X509Certificate(pem);
    expect(certificate.serialNumber).toBe(first!.serial_no);
    expect(certificate.publicKey.export({ type: 'spki', format: 'pem' })).not.toBe(keys.publicKey);
  });

  it('a merchant without certificates gets 404 for them, and may not name one', async () => {
    const { certificates: list } = await sandbox.control.wechatPay.setKeys({ certificatesOpen: false });
    const none = await certificates();
    expect([none.status, none.body.code]).toEqual([404, 'RESOURCE_NOT_EXISTS']);
    const named = await certificates({ 'wechatpay-serial': list[0]?.serial ?? '' });
    expect([named.status, named.body.code]).toEqual([400, 'PARAM_ERROR']);
  });

  it('takes the algorithms that are documented', async () => {
    const ask = (algorithm: string): Promise<PayAnswer> =>
      merchant.send('GET', `/v3/certificates?algorithm_type=${algorithm}`);
    expect((await ask('RSA')).body.data).toHaveLength(1);
    expect((await ask('ALL')).body.data).toHaveLength(1);
    expect((await ask('SM2')).body.data).toEqual([]);
    expect((await ask('DSA')).body).toMatchObject({ code: 'PARAM_ERROR', detail: { location: 'query' } });
  });
});

describe('In certificate mode', () => {
  it('answers are signed under the serial of the certificate, and the public key is not known', async () => {
    const keys = await sandbox.control.wechatPay.setKeys({ mode: 'certificate' });
    expect(signer(await certificates(), keyRing(keys))).toBe(keys.certificates[0]?.serial);
    const named = await certificates({ 'wechatpay-serial': keys.publicKeyId });
    expect([named.status, named.body.code]).toEqual([400, 'PARAM_ERROR']);
  });

  it('a rotation makes two live; both sign, and a third one ends the first', async () => {
    const before = await sandbox.control.wechatPay.setKeys({ mode: 'certificate' });
    const keys = await sandbox.control.wechatPay.setKeys({ rotate: true });
    expect(keys.certificates).toHaveLength(2);
    expect(keys.certificates[0]).toEqual(before.certificates[0]);
    const signers = [await certificates(), await certificates()].map((answer) =>
      signer(answer, keyRing(keys)),
    );
    expect(new Set(signers)).toEqual(new Set(keys.certificates.map(({ serial }) => serial)));
    const third = await sandbox.control.wechatPay.setKeys({ rotate: true });
    expect(third.certificates[0]).toEqual(keys.certificates[1]);
    expect((await certificates()).body.data).toHaveLength(2);
  });
});

describe('While a merchant switches over', () => {
  it('answers and notices come under either serial by turns, each well signed', async () => {
    const keys = await sandbox.control.wechatPay.setKeys({ mode: 'switch-over' });
    const ring = keyRing(keys);
    for (let index = 0; index < 3; index += 1) {
      const codeUrl = await merchant.prepayNative(`switch-${index}`, { notify_url: receiver.url });
      await sandbox.control.scanPay('lin', { codeUrl });
      await sandbox.control.settle();
      await certificates();
    }
    const serials = new Set<string>();
    for (const notice of receiver.received) {
      serials.add(notice.headers['wechatpay-serial'] ?? '');
      expect(openNotice(notice, sandbox.env, ring).signed).toBe(true);
    }
    expect(serials).toEqual(new Set(keys.live));
    const answers = [await certificates(), await certificates(), await certificates()];
    expect(new Set(answers.map((answer) => signer(answer, ring)))).toEqual(new Set(keys.live));
  });

  it('the serial a request names decides which key signs its answer, and an unknown one is refused', async () => {
    const keys = await sandbox.control.wechatPay.setKeys({ mode: 'switch-over' });
    for (const serial of keys.live) {
      for (let time = 0; time < 2; time += 1) {
        expect(signer(await certificates({ 'wechatpay-serial': serial }), keyRing(keys))).toBe(serial);
      }
    }
    const unknown = await certificates({
      'wechatpay-serial': 'PUB_KEY_ID_0000000000000024101100397200000006',
    });
    expect([unknown.status, unknown.body.code]).toEqual([400, 'PARAM_ERROR']);
    expect(unknown.headers.get('wechatpay-signature')).toBeNull();
  });
});

describe('What a test does to answers', () => {
  const read = (answer: PayAnswer, name: string): string => answer.headers.get(`wechatpay-${name}`) ?? '';

  it.each([
    ['signtest', (answer: PayAnswer) => read(answer, 'signature').startsWith('WECHATPAY/SIGNTEST/')],
    ['bad-signature', (answer: PayAnswer) => read(answer, 'serial').startsWith('PUB_KEY_ID_')],
    ['unknown-serial', (answer: PayAnswer) => /^[0-9A-F]{40}$/.test(read(answer, 'serial'))],
    ['tamper', (answer: PayAnswer) => Array.isArray(answer.body.data)],
  ] as const)('%s makes one answer unbelievable, the next is good', async (mode, looksLikeIt) => {
    const ring = keyRing(await sandbox.control.wechatPay.keys());
    await sandbox.control.faults({ answers: { mode } });
    const answer = await certificates();
    expect([answer.status, signer(answer, ring), looksLikeIt(answer)]).toEqual([200, '', true]);
    expect(signer(await certificates(), ring)).not.toBe('');
  });

  it('stale signs well, ten minutes ago', async () => {
    const ring = keyRing(await sandbox.control.wechatPay.keys());
    await sandbox.control.faults({ answers: { mode: 'stale' } });
    const answer = await certificates();
    expect(signer(answer, ring)).not.toBe('');
    expect(Date.now() / 1000 - Number(read(answer, 'timestamp'))).toBeGreaterThan(590);
  });

  it('does not touch a refusal', async () => {
    await sandbox.control.faults({ answers: { mode: 'tamper' } });
    expect((await merchant.query('nobody-1')).body.code).toBe('ORDER_NOT_EXIST');
    expect(signer(await certificates(), keyRing(await sandbox.control.wechatPay.keys()))).toBe('');
  });
});

it('keeps keys over a restart, and completes a file from before there was a platform certificate', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'keys-'));
  const first = await startSandbox({ dataDir });
  const made = await first.control.wechatPay.setKeys({ rotate: true, mode: 'switch-over' });
  await first.close();
  const second = await startSandbox({ dataDir });
  expect(await second.control.wechatPay.keys()).toEqual(made);
  await second.close();
  const file = join(dataDir, 'keys.json');
  const { certificates: _certificates, ...older } = JSON.parse(readFileSync(file, 'utf8')) as Record<
    string,
    unknown
  >;
  writeFileSync(file, JSON.stringify(older));
  const third = await startSandbox({ dataDir });
  const keys = await third.control.wechatPay.keys();
  expect([keys.publicKeyId, keys.certificates.length]).toEqual([made.publicKeyId, 1]);
  expect(third.env.WECHAT_PAY_PRIVATE_KEY).toBe(first.env.WECHAT_PAY_PRIVATE_KEY);
  await third.close();
  rmSync(dataDir, { recursive: true, force: true });
});
