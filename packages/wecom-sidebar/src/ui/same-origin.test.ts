import { sameOrigin } from './same-origin';

describe('the address of a picture', () => {
  it.each([
    ['http://127.0.0.1:7300/media/coat-1.jpg', '/media/coat-1.jpg'],
    ['https://api.senyu.test/media/a/b.webp?w=2', '/media/a/b.webp?w=2'],
    ['/media/coat-1.jpg', '/media/coat-1.jpg'],
    ['https://cdn.senyu.test/coat.jpg', 'https://cdn.senyu.test/coat.jpg'],
  ])('%s is fetched from %s', (address, from) => expect(sameOrigin(address)).toBe(from));
});
