import { X509Certificate, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decrypt, getSignature } from '@wecom/crypto';
import { selfSignedCertificate } from './certificate';
import { decryptUserData, encryptUserData } from './mini-program';
import { seal, sign, unseal, verify } from './pay';
import { callbackSignature, decryptCallback, encryptCallback, jsSdkSignature } from './wecom';

/** Vectors published by the platforms; they lie beside the project and are not copied into it. */
const folder = process.env.WECHAT_VECTORS ?? join(__dirname, '../../../../../shared/data/wechat');
const withVectors = existsSync(folder) ? describe : describe.skip;

type Vector = Record<string, string>;
const read = (file: string, id: string): Vector => {
  const vectors = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Vector[];
  return vectors.find((vector) => vector.id === id) ?? {};
};

withVectors('Published vectors', () => {
  it('signs as wechatpay-go does', () => {
    const vector = read('wechatpay-v3.json', 'go-sign');
    expect(sign(vector.message!, vector.private_key!)).toBe(vector.signature);
    const publicKey = createPublicKey(vector.private_key!).export({ type: 'spki', format: 'pem' }).toString();
    expect(verify(vector.message!, vector.signature!, publicKey)).toBe(true);
    expect(verify(`${vector.message}!`, vector.signature!, publicKey)).toBe(false);
  });

  it('seals and opens as wechatpay-java does', () => {
    const { apiv3key, associated_data, nonce, ciphertext, plaintext } = read(
      'wechatpay-v3.json',
      'java-aead',
    );
    const sealing = { nonce: nonce!, associated_data: associated_data! };
    expect(seal(plaintext!, apiv3key!, sealing).ciphertext).toBe(ciphertext);
    expect(unseal({ ...sealing, ciphertext: ciphertext! }, apiv3key!)).toBe(plaintext);
  });

  it.each(['official-verify-url', 'official-decrypt-msg'])('reads the WeCom callback %s', (id) => {
    const vector = read('wecom-callback.json', id);
    const { timestamp, nonce, encrypt } = vector;
    const signed = { timestamp: timestamp!, nonce: nonce!, encrypt: encrypt! };
    expect(callbackSignature(vector.token!, signed)).toBe(vector.msg_signature);
    expect(decryptCallback(encrypt!, vector.encodingAESKey!)).toEqual({
      message: vector.plaintext,
      receiveId: vector.receiveId,
    });
  });

  it('opens the mini-program user data and makes the same text again', () => {
    const { encryptedData, session_key, iv, plaintext } = read(
      'mini-program-data.json',
      'miniprogram-userinfo',
    );
    expect(decryptUserData(encryptedData!, session_key!, iv!)).toBe(plaintext);
    expect(encryptUserData(plaintext!, session_key!, iv!)).toBe(encryptedData);
  });
});

it('signs a page as the JS-SDK document does', () => {
  const signature = jsSdkSignature({
    ticket: 'sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg',
    nonceStr: 'Wm3WZYTPz0wzccnW',
    timestamp: '1414587457',
    url: 'http://mp.weixin.qq.com?params=value#part',
  });
  expect(signature).toBe('0f9de62fce790f9a083d5c99e95740ceb90c27ed');
});

it('detects a flipped byte by the tag', () => {
  const key = 'k'.repeat(32);
  const sealed = seal('{"total":1}', key, { nonce: 'n'.repeat(12), associated_data: 'transaction' });
  const bytes = Buffer.from(sealed.ciphertext, 'base64');
  bytes[9] = bytes[9]! ^ 8;
  expect(() => unseal({ ...sealed, ciphertext: bytes.toString('base64') }, key)).toThrow();
});

it('pads callbacks from 1 to 32 bytes, and @wecom/crypto reads every one', () => {
  const secret = {
    token: 't',
    encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
    receiveId: 'ww1234567890abcdef',
  };
  const pads = new Set<number>();
  for (let length = 1; length <= 64; length += 1) {
    const message = 'x'.repeat(length);
    const encrypt = encryptCallback(message, secret, randomBytes(16));
    pads.add(32 - ((20 + length + secret.receiveId.length) % 32));
    expect(decrypt(secret.encodingAesKey, encrypt)).toMatchObject({ message, id: secret.receiveId });
    expect(callbackSignature('t', { timestamp: '1', nonce: '2', encrypt })).toBe(
      getSignature('t', '1', '2', encrypt),
    );
  }
  expect(pads.size).toBe(32);
});

it('makes a certificate that node reads and that verifies itself', () => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const pem = selfSignedCertificate({
    subject: { commonName: 'Sandbox', organization: '沙箱商户' },
    serialHex: `4${'a'.repeat(39)}`,
    privateKeyPem: privateKey,
    validFrom: new Date('2026-01-01T00:00:00Z'),
    validTo: new Date('2031-01-01T00:00:00Z'),
  });
  const certificate = new X509Certificate(pem);
  expect(certificate.serialNumber).toBe(`4${'A'.repeat(39)}`);
  expect(certificate.verify(createPublicKey(privateKey))).toBe(true);
  expect(certificate.subject).toContain('沙箱商户');
  expect(new Date(certificate.validTo).toISOString()).toBe('2031-01-01T00:00:00.000Z');
});
