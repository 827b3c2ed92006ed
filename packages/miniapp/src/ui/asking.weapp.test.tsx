import '../../testing/weapp';
import { fireEvent, render, screen } from '@testing-library/react';
import { PhoneButton } from './PhoneButton';
import { Picture } from './Picture';
import { ShareButton } from './ShareButton';

const button = () => screen.getByRole('button');

test('the phone number comes through a button of WeChat, with the code it gives', () => {
  const told = jest.fn();
  render(<PhoneButton busy={false} onCode={told} onRefused={jest.fn()} />);
  expect(button()).toHaveAttribute('data-open-type', 'getPhoneNumber');
  fireEvent.click(button());
  expect(told).toHaveBeenCalledWith('phone-code');
});

test('a shopper who refuses is heard', () => {
  const refused = jest.fn();
  render(<PhoneButton busy={false} onCode={jest.fn()} onRefused={refused} />);
  button().dataset['refuse'] = '';
  fireEvent.click(button());
  expect(refused).toHaveBeenCalledTimes(1);
});

test('while the code is at work the button is off', () => {
  render(<PhoneButton busy onCode={jest.fn()} onRefused={jest.fn()} />);
  expect(button()).toBeDisabled();
  expect(button()).toHaveAttribute('aria-busy', 'true');
});

test('a card is sent by a button of WeChat', () => {
  render(<ShareButton name="share-send" text="发给朋友" page="pickupShare" params={{ token: 'a' }} />);
  expect(screen.getByRole('button', { name: '发给朋友' })).toHaveAttribute('data-open-type', 'share');
});

test('a picture without an origin is asked for where the server is', () => {
  render(<Picture src="/media/coat.svg" alt="羊毛大衣" />);
  expect(screen.getByRole('img')).toHaveAttribute('src', 'http://127.0.0.1:7300/media/coat.svg');
});
