import fc from 'fast-check';
import { AROUND_THE_CLOCK, areHours, everyDay } from './hours.rules';
import { understand } from './import-format.rules';
import type { RawStore } from './import-format.rules';
import { joinAddress, minutesOf, readHours, readPoint, readRows } from './import-rows.rules';

const raw = (wish: Partial<RawStore> = {}): RawStore => ({
  row: 1,
  id: 'A1',
  name: '一号店',
  city: '上海市',
  address: ['静安区南京西路 1 号'],
  latitude: 31.2235,
  longitude: 121.4453,
  open: '10:00',
  close: '22:00',
  phone: null,
  ...wish,
});
const codesOf = (...rows: RawStore[]) =>
  readRows(rows.map((row, i) => ({ ...row, row: i + 1 }))).notes.map(
    ({ row, verdict, code }) => `${row} ${verdict} ${code}`,
  );

describe('a row of a store file', () => {
  test('a plain row is taken without a word', () => {
    const { stores, notes } = readRows([raw()]);
    expect(notes).toEqual([]);
    expect(stores).toEqual([
      {
        row: 1,
        storeId: 'A1',
        name: '一号店',
        city: '上海市',
        address: '上海市静安区南京西路 1 号',
        phone: null,
        latitude: 31.2235,
        longitude: 121.4453,
        hours: everyDay(600, 1320),
      },
    ]);
  });

  test('numbers as text, full-width digits and numeric ids are understood', () => {
    const { stores, notes } = readRows([raw({ id: 26234, latitude: '31.2235', open: '１０：００' })]);
    expect(notes).toEqual([]);
    expect(stores[0]).toMatchObject({ storeId: '26234', latitude: 31.2235, hours: everyDay(600, 1320) });
  });

  test.each([
    ['ID_BAD', { id: undefined }],
    ['ID_BAD', { id: '店 1' }],
    ['NAME_MISSING', { name: '  ' }],
    ['COORDINATES_MISSING', { latitude: null }],
    ['COORDINATES_MISSING', { longitude: 'east' }],
    ['COORDINATES_MISSING', { longitude: '' }],
    ['COORDINATES_OUTSIDE_CHINA', { latitude: 0, longitude: 0 }],
    ['COORDINATES_OUTSIDE_CHINA', { latitude: 48.85, longitude: 2.35 }],
    ['HOURS_UNREADABLE', { open: '' }],
    ['HOURS_UNREADABLE', { close: '25:00' }],
    ['HOURS_UNREADABLE', { open: '24:00', close: '24:00' }],
    ['HOURS_UNREADABLE', { open: 'morning' }],
  ])('%s refuses the row, and only that row', (code, wish) => {
    expect(codesOf(raw(wish), raw({ id: 'A2', name: '二号店' }))).toEqual([`1 refused ${code}`]);
  });

  test('swapped coordinates are swapped back', () => {
    const { stores, notes } = readRows([raw({ latitude: 121.4453, longitude: 31.2235 })]);
    expect(notes[0]).toMatchObject({ verdict: 'repaired', code: 'COORDINATES_SWAPPED' });
    expect(stores[0]).toMatchObject({ latitude: 31.2235, longitude: 121.4453 });
  });

  test('equal times mean 24 hours, an early close means the next day, and a very long night is to be checked', () => {
    expect(codesOf(raw({ open: '00:00:00', close: '00:00:00' }))).toEqual([
      '1 repaired HOURS_ROUND_THE_CLOCK',
    ]);
    expect(readHours('00:00:00', '00:00:00').value).toEqual(AROUND_THE_CLOCK);
    expect(codesOf(raw({ open: '18:00', close: '02:00' }))).toEqual(['1 repaired HOURS_PAST_MIDNIGHT']);
    expect(readHours('18:00', '02:00').value).toEqual(everyDay(1080, 1560));
    expect(codesOf(raw({ open: '20:00', close: '15:30' }))).toEqual([
      '1 repaired HOURS_PAST_MIDNIGHT',
      '1 check HOURS_SUSPICIOUS',
    ]);
    expect(codesOf(raw({ open: '09:00', close: '00:00' }))).toEqual([]);
    expect(readHours('09:00', '00:00').value).toEqual(everyDay(540, 1440));
  });

  test('whatever the times say, the hours are possible ones', () => {
    const time = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map(([h, m]) => `${h}:${String(m).padStart(2, '0')}`);
    fc.assert(
      fc.property(time, time, (open, close) => {
        const { value } = readHours(open, close);
        expect(value && areHours(value)).toBe(true);
        expect(value?.[0]?.openMinute).toBe(minutesOf(open));
        expect((value?.[0]?.closeMinute ?? -1) % 1440).toBe(minutesOf(close));
      }),
    );
  });

  test('a point in China is read the same whichever way round it was written', () => {
    const latitude = fc.double({ min: 3, max: 54, noNaN: true });
    const longitude = fc.double({ min: 73, max: 136, noNaN: true });
    fc.assert(
      fc.property(latitude, longitude, (lat, lng) => {
        expect(readPoint(lat, lng).value).toEqual({ latitude: lat, longitude: lng });
        expect(readPoint(lng, lat).value).toEqual({ latitude: lat, longitude: lng });
      }),
    );
  });

  test('the same id twice keeps the first row', () => {
    const { stores } = readRows([raw(), raw({ row: 2, name: '换了名字' })]);
    expect(stores.map((store) => store.name)).toEqual(['一号店']);
    expect(codesOf(raw(), raw({ name: '换了名字' }))).toEqual(['2 refused DUPLICATE_ID']);
  });

  test('the same name at the same place is the same store, elsewhere it is another', () => {
    const near = { id: 'A2', latitude: 31.2236 };
    expect(codesOf(raw(), raw(near))).toEqual(['2 refused DUPLICATE_PLACE']);
    expect(codesOf(raw(), raw({ ...near, latitude: 31.2335 }))).toEqual([]);
    expect(codesOf(raw(), raw({ ...near, name: '二号店' }))).toEqual([]);
  });

  test('a refused row does not stand in the way of a good one with its id', () => {
    expect(codesOf(raw({ latitude: null }), raw())).toEqual(['1 refused COORDINATES_MISSING']);
  });

  test('addresses name their city once', () => {
    expect(joinAddress(['北京市北京市', '', '北京市昌平区陈家营西路3号院'], '北京市')).toBe(
      '北京市昌平区陈家营西路3号院',
    );
    expect(joinAddress(['广东省深圳市', '', '福田区益田路6003号'], '深圳市')).toBe(
      '深圳市福田区益田路6003号',
    );
    expect(joinAddress([undefined, null], '深圳市')).toBe('');
  });
});

describe('the shape of a store file', () => {
  const flat = { id: '1', name: '店', latitude: 31, longitude: 121, open: '10:00', close: '22:00' };
  const nested = {
    id: '1',
    name: '店',
    address: { city: '北京市', streetAddressLine3: '某路' },
    coordinates: { latitude: 40, longitude: 116 },
    today: { openTime: '07:00:00', closeTime: '18:00:00' },
  };
  const formatOf = (content: unknown) => {
    const answer = understand(content);
    return answer.ok ? `${answer.format} ${answer.rows.length}` : answer.problem;
  };

  test('both built-in shapes are found in a list, in an object, and in one list per city', () => {
    expect(formatOf([flat])).toBe('flat 1');
    expect(formatOf({ data: [nested], meta: { total: 1 } })).toBe('nested 1');
    expect(formatOf({ 北京市: [nested, nested], 深圳市: [nested] })).toBe('nested 3');
  });

  test('a store without a city takes the name of its list', () => {
    const answer = understand({ 上海市: [flat], data: [flat] });
    expect(answer.ok && answer.rows.map((row) => row.city)).toEqual(['上海市', undefined]);
  });

  test('another shape is read through a mapping', () => {
    const content = {
      result: { list: [{ 编号: 'x1', 店名: '店', 'geo.lat': 31, 'geo.lng': 121, t: { o: '9:00' } }] },
    };
    const mapping = {
      rows: 'result.list',
      id: '编号',
      name: '店名',
      address: '地址',
      latitude: 'geo.lat',
      longitude: 'geo.lng',
      open: 't.o',
      close: 't.c',
    };
    const answer = understand(content, mapping);
    expect(answer.ok && answer.rows[0]).toMatchObject({
      id: 'x1',
      latitude: 31,
      open: '9:00',
      close: undefined,
    });
  });

  test('what is no list of stores is told in a sentence', () => {
    expect(formatOf('stores')).toBe('no list of stores in it');
    expect(formatOf([])).toBe('the list of stores is empty');
    expect(formatOf([{ shop: 1, lat: 2 }])).toBe(
      'no store has the fields of a format known here (seen: shop, lat)',
    );
    expect(understand({ a: [] }, { ...flatMapping, rows: 'b' })).toEqual({
      ok: false,
      problem: 'no list at "b"',
    });
  });
  const flatMapping = {
    id: 'id',
    name: 'name',
    address: 'address',
    latitude: 'latitude',
    longitude: 'longitude',
    open: 'open',
    close: 'close',
  };
});
