import { failureOf } from './failures';

describe('what the WeCom client says when it refuses', () => {
  it.each([
    ['getCurExternalContact:fail without context of external contact', 'wrong_entry'],
    ['getCurExternalContact:fail no permission', 'no_permission'],
    ['sendChatMessage:permission denied', 'no_permission'],
    ['agentConfig:fail invalid signature', 'no_permission'],
    ['scanQRCode:cancel', 'cancelled'],
    ['scanQRCode:function not exist', 'unsupported'],
    ['sendChatMessage:fail', 'failed'],
  ])('reads %p as %p', (errMsg, kind) => expect(failureOf({ errMsg, errCode: -1 }).kind).toBe(kind));

  it('does not stumble over errors that are no answers of the client', () => {
    expect(failureOf(new Error('boom')).kind).toBe('failed');
    expect(failureOf(null).kind).toBe('failed');
  });
});
