import '../../testing/weapp';
import { render, screen } from '@testing-library/react';
import { ContactButton } from './ContactButton';

test("WeChat's own button opens the chat", () => {
  render(<ContactButton />);
  expect(screen.getByTestId('contact')).toHaveTextContent('联系客服');
});
