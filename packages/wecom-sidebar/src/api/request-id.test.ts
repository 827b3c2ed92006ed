import { newRequestId } from './request-id';

describe('a request id', () => {
  it('is a version 4 UUID, new every time', () => {
    const ids = Array.from({ length: 50 }, newRequestId);
    ids.forEach((id) =>
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
    );
    expect(new Set(ids).size).toBe(50);
  });
});
