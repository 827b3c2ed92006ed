import { act, fireEvent, render, screen } from '@testing-library/react';
import { logIn } from '../../../testing/log-in';
import { aMember } from '../../../testing/samples';
import { server, taro } from '../../../testing/taro';
import type { Message } from '../../api/views';
import MessagesPage from '.';

const aMessage = (given: Partial<Message> = {}): Message => ({
  messageId: 'm1',
  kind: 'order',
  at: new Date().toISOString(),
  title: '可以取货了',
  text: '「静安寺店」已备好',
  opens: { page: 'order', id: 'o1' },
  isRead: false,
  ...given,
});
async function show(...items: Message[]) {
  await logIn(aMember());
  server.answers('messages.list', { items, nextCursor: null });
  server.answers('messages.markRead', { unread: 0 });
  render(<MessagesPage />);
  await act(async () => undefined);
}

test('messages stand under their day, unread ones with a mark', async () => {
  const before = new Date(Date.now() - 24 * 3600_000).toISOString();
  await show(aMessage(), aMessage({ messageId: 'm2', at: before, isRead: true }));
  expect(screen.getAllByRole('heading').map(({ textContent }) => textContent)).toEqual(['今天', '昨天']);
  expect(screen.getAllByRole('img', { name: '未读' })).toHaveLength(1);
});

test.each([
  [{ page: 'order', id: 'o1' }, '/order/detail/index?orderId=o1'],
  [{ page: 'aftersale', id: 'c1' }, '/order/aftersale/index?caseId=c1'],
  [{ page: 'coupons', id: null }, '/member/coupons/index'],
] as const)('a tap on %j opens %s and tells that it was read', async (opens, url) => {
  await show(aMessage({ opens }));
  fireEvent.click(screen.getByTestId('message-m1'));
  expect(taro.navigateTo).toHaveBeenLastCalledWith({ url });
  await act(async () => undefined);
  expect(server.heard('messages.markRead').at(-1)).toEqual({ messageId: 'm1' });
});

test('what was read is not told again', async () => {
  await show(aMessage({ isRead: true }));
  const before = server.heard('messages.markRead').length;
  fireEvent.click(screen.getByTestId('message-m1'));
  await act(async () => undefined);
  expect(server.heard('messages.markRead')).toHaveLength(before);
  expect(screen.queryByTestId('read-all')).not.toBeInTheDocument();
});

test('all at once', async () => {
  await show(aMessage());
  server.answers('messages.list', { items: [aMessage({ isRead: true })], nextCursor: null });
  fireEvent.click(screen.getByTestId('read-all'));
  await act(async () => undefined);
  await act(async () => undefined);
  expect(server.heard('messages.markRead').at(-1)).toEqual({});
  expect(screen.queryByRole('img', { name: '未读' })).not.toBeInTheDocument();
});

test('nothing was told yet', async () => {
  await show();
  expect(screen.getByTestId('empty-state')).toHaveTextContent('还没有消息');
});
