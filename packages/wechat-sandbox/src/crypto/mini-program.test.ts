import { createHmac } from 'node:crypto';
import { decryptUserData, encryptUserData, sessionSignature, userDataSignature } from './mini-program';

it('signs user data as the vendor’s page does', () => {
  // The example of "signature verification and decryption of open data"; the text is signed as it was given.
  const rawData =
    '{"nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou","province":"Guangdong","country":"CN",' +
    '"avatarUrl":"http://wx.qlogo.cn/mmopen/vi_32/1vZvI39NWFQ9XM4LtQpFrQJ1xlgZxx3w7bQxKARol6503Iuswjjn6nIGBiaycAjAtpujxyzYsrztuuICqIM5ibXQ/0"}';
  expect(userDataSignature(rawData, 'HyVFkGl5F5OQWJZZaNzBBg==')).toBe(
    '75e81ceda165f4ffa64f4068af58c64b8f54b88c',
  );
  expect(userDataSignature(`${rawData} `, 'HyVFkGl5F5OQWJZZaNzBBg==')).not.toBe(
    '75e81ceda165f4ffa64f4068af58c64b8f54b88c',
  );
});

it('signs a session with the key as it was given, not with its bytes', () => {
  const key = 'HyVFkGl5F5OQWJZZaNzBBg==';
  expect(sessionSignature(key)).toBe(createHmac('sha256', key).update('').digest('hex'));
  expect(sessionSignature(key)).not.toBe(
    createHmac('sha256', Buffer.from(key, 'base64')).update('').digest('hex'),
  );
});

it('opens what it sealed, with this key only', () => {
  const key = Buffer.alloc(16, 1).toString('base64');
  const iv = Buffer.alloc(16, 2).toString('base64');
  const sealed = encryptUserData('{"a":1}', key, iv);
  expect(decryptUserData(sealed, key, iv)).toBe('{"a":1}');
  expect(() => decryptUserData(sealed, Buffer.alloc(16, 3).toString('base64'), iv)).toThrow();
});
