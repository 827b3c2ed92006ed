import { cameBy, queryOf } from './arrival.rules';

test('a link says who sent it and for which campaign; encoded once or not', () => {
  expect(cameBy({ productId: 'P1', guide: 'xiaomei', utm_source: '%E6%9C%8B%E5%8F%8B%E5%9C%88' })).toEqual({
    guide: 'xiaomei',
    utmSource: '朋友圈',
  });
  expect(cameBy({ productId: 'P1' })).toBeNull();
  expect(cameBy({ guide: ' ', utm_source: 'x'.repeat(65), utm_medium: '%E0%A4%A' })).toEqual({
    utmMedium: '%E0%A4%A',
  });
});

test('a link that is passed on keeps its marks', () => {
  const came = { guide: 'xiaomei', utmSource: 'moments', utmCampaign: 'winter' };
  expect(cameBy(queryOf(came))).toEqual(came);
  expect(cameBy(queryOf(null))).toEqual({ utmSource: 'share' });
});
