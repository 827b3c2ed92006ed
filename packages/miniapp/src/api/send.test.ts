import { sendAs } from './send';

/** A server that knows only the token `new`, and a phone that holds `held`. */
function aPhone({ held, loginFails = null }: { held: string | null; loginFails?: string | null }) {
  let token = held;
  const sent: (string | null)[] = [];
  let logins = 0;
  const send = sendAs({
    currentToken: () => token,
    login: async () => {
      logins += 1;
      if (loginFails !== null) return { ok: false, code: loginFails, message: '没有登录' };
      token = 'new';
      return { ok: true, data: { token } };
    },
    post: async (_name, _input, used) => {
      sent.push(used);
      return used === 'new'
        ? { status: 200, body: 'answer' }
        : { status: 401, body: { error: { code: 'LOGIN_REQUIRED' } } };
    },
  });
  return { send, sent, logins: () => logins };
}

test('the first call of a member logs in, then goes out with the token', async () => {
  const { send, sent } = aPhone({ held: null });
  expect(await send('orders.list', {})).toEqual({ status: 200, body: 'answer' });
  expect(sent).toEqual(['new']);
});

test('a session the server forgot is renewed once and the call is sent again', async () => {
  const { send, sent, logins } = aPhone({ held: 'old' });
  expect((await send('orders.list', {})).status).toBe(200);
  expect(sent).toEqual(['old', 'new']);
  expect(logins()).toBe(1);
});

test('goods and stores are asked for without waiting for a login', async () => {
  const { send, sent, logins } = aPhone({ held: null });
  await send('catalog.home', {});
  expect(sent).toEqual([null]);
  expect(logins()).toBe(0);
});

test('a refused login is the answer, in the words of the server', async () => {
  const { send } = aPhone({ held: null, loginFails: 'PLATFORM_UNAVAILABLE' });
  expect(await send('orders.list', {})).toEqual({
    status: 401,
    body: { error: { code: 'PLATFORM_UNAVAILABLE', message: '没有登录' } },
  });
});

test('without a network the login is as offline as the call', async () => {
  const { send } = aPhone({ held: null, loginFails: 'OFFLINE' });
  await expect(send('orders.list', {})).rejects.toThrow('没有登录');
});
