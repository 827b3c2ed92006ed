import '@testing-library/jest-dom';
import { startAnew } from './taro';

beforeEach(() => {
  jest.clearAllMocks();
  startAnew();
});
