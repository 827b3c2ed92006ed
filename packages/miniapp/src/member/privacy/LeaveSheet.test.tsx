import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { logIn } from '../../../testing/log-in';
import { aLeavePreview, aMember } from '../../../testing/samples';
import { server, taro, toasts } from '../../../testing/taro';
import { useLeft } from '../../api/session';
import type { Blocking } from '../../api/views';
import { LeaveSheet } from './LeaveSheet';

const unpaid: Blocking = {
  kind: 'order',
  kindText: '订单',
  number: 'N20261128001',
  orderId: 'order-1',
  text: '待付款，取消或付款后才能注销',
};
const report: Blocking = {
  ...unpaid,
  kind: 'shipping_report',
  kindText: '发货信息',
  orderId: null,
  text: '正在上报',
};
const certificateNo = '0123456789abcdef0123456789abcdef';

/** What the page behind it would show. */
const Left = () => <div data-testid="left">{useLeft()}</div>;

async function open(over: Parameters<typeof aLeavePreview>[0] = {}) {
  await act(() => logIn(aMember()));
  server.answers('privacy.previewErasure', aLeavePreview(over));
  render(
    <>
      <LeaveSheet onClose={jest.fn()} />
      <Left />
    </>,
  );
  await screen.findByText(/会删除|正在处理/);
}
const tick = () => screen.getByRole('checkbox', { name: '我已了解，注销后不能恢复' });
const confirm = () => screen.getByTestId('leave-confirm');
const tap = (element: HTMLElement) => act(async () => fireEvent.click(element));
const erasures = () => server.heard('privacy.eraseMe');

test('what goes and what the law keeps is read before anything can be done', async () => {
  await open();
  const sheet = within(screen.getByRole('dialog', { name: '注销账号与删除数据' }));
  ['浏览与互动记录', '已付款的订单', '会计法要求保存'].forEach((text) =>
    expect(sheet.getByText(text)).toBeVisible(),
  );
});

test('the button wakes up with the tick, and sleeps again without it', async () => {
  await open();
  expect(confirm()).toHaveTextContent('确认注销并删除我的数据');
  expect(confirm()).toHaveAttribute('aria-disabled', 'true');
  await tap(confirm());
  expect(erasures()).toEqual([]);
  await tap(tick());
  expect(confirm()).toHaveAttribute('aria-disabled', 'false');
  await tap(tick());
  expect(confirm()).toHaveAttribute('aria-disabled', 'true');
});

test('with the tick one tap ends the account, in the words that were shown', async () => {
  await open();
  server.answers('privacy.eraseMe', { certificateNo, state: 'running' });
  await tap(tick());
  await tap(confirm());
  expect(erasures()).toEqual([{ requestId: expect.any(String), confirm: '确认注销并删除我的数据' }]);
  expect(screen.getByTestId('left')).toHaveTextContent(certificateNo);
});

test('tapping on while it works asks once', async () => {
  await open();
  const answer = server.hangs('privacy.eraseMe');
  await tap(tick());
  await tap(confirm());
  expect(confirm()).toHaveAttribute('aria-busy', 'true');
  await tap(confirm());
  expect(erasures()).toHaveLength(1);
  await act(async () => answer({ certificateNo, state: 'running' }));
});

test('a refusal is told, what stands in the way now is shown, and nobody has left', async () => {
  await open();
  server.refuses('privacy.eraseMe', 'ERASURE_BLOCKED', '还有未完成的订单');
  server.answers('privacy.previewErasure', aLeavePreview({ blocking: [unpaid] }));
  await tap(tick());
  await tap(confirm());
  expect(toasts()).toEqual(['还有未完成的订单']);
  expect(await screen.findByTestId('leave-blocked')).toBeVisible();
  expect(screen.getByTestId('left')).toBeEmptyDOMElement();
});

test('what keeps from leaving is named, and there is nothing to confirm', async () => {
  await open({ blocking: [unpaid, report] });
  expect(screen.getByRole('alert')).toHaveTextContent('还有 2 项没有完成，完成后才能注销');
  expect(screen.getByText('订单 · 待付款，取消或付款后才能注销')).toBeVisible();
  expect(screen.queryByTestId('leave-confirm')).not.toBeInTheDocument();
  expect(screen.queryByRole('checkbox')).not.toBeInTheDocument();
});

test('an order in the way is one tap away; what has no page is not tapped', async () => {
  await open({ blocking: [unpaid, report] });
  expect(screen.getAllByRole('link')).toHaveLength(1);
  await tap(screen.getByTestId('blocking-shipping_report'));
  expect(taro.navigateTo).not.toHaveBeenCalled();
  await tap(screen.getByRole('link'));
  expect(taro.navigateTo).toHaveBeenCalledWith({ url: '/order/detail/index?orderId=order-1' });
});

test('an erasure under way leads to its certificate', async () => {
  await open({ running: certificateNo });
  expect(screen.queryByTestId('leave-confirm')).not.toBeInTheDocument();
  await tap(screen.getByRole('button', { name: '退出登录并查看进度' }));
  expect(screen.getByTestId('left')).toHaveTextContent(certificateNo);
});

test('a lost answer is not a lost erasure: its certificate is looked for', async () => {
  await open();
  await tap(tick());
  server.answers('privacy.showErasure', {
    certificateNo,
    state: 'running',
    stateText: '处理中',
    askedBy: 'member',
    askedAt: '2026-11-28T06:00:00.000Z',
    finishedAt: null,
    waitingFor: [],
    collections: [],
    keeps: [],
    check: null,
  });
  await tap(confirm());
  const [{ requestId }] = erasures() as [{ requestId: string }];
  expect(server.heard('privacy.showErasure')).toEqual([{ certificateNo: requestId.replaceAll('-', '') }]);
  expect(screen.getByTestId('left')).toHaveTextContent(requestId.replaceAll('-', ''));
});
