import { distanceMetres } from '@omni/shared/geo';
import type { Point } from '@omni/shared/geo';
import { everyDay } from './hours.rules';
import type { Hours } from './hours.rules';
import type { RawStore } from './import-format.rules';

/** What happened to a row that was not simply taken: `check` rows are taken as they are, but somebody should look. */
export type Verdict = 'refused' | 'repaired' | 'check';
export type Note = {
  verdict: Verdict;
  row: number;
  id: string;
  name: string;
  code: NoteCode;
  detail: string;
};
export type ReadStore = Point & {
  row: number;
  storeId: string;
  name: string;
  city: string;
  address: string;
  phone: string | null;
  hours: Hours;
};

export const NOTE_TEXTS = {
  ID_BAD: ['编号缺失或含有不允许的字符', 'id missing, or not 1–32 letters, digits, dashes'],
  NAME_MISSING: ['缺少店名', 'name missing'],
  COORDINATES_MISSING: ['缺少坐标或不是数字', 'coordinates missing or not numbers'],
  COORDINATES_OUTSIDE_CHINA: ['坐标不在中国境内', 'coordinates outside China'],
  COORDINATES_SWAPPED: ['经纬度写反，已对调', 'latitude and longitude were swapped: swapped back'],
  HOURS_UNREADABLE: ['营业时间缺失或无法识别', 'opening hours missing or unreadable'],
  HOURS_ROUND_THE_CLOCK: [
    '开门与打烊时间相同，按 24 小时营业，请核对',
    'opens and closes at the same time: taken as 24 hours, please check',
  ],
  HOURS_PAST_MIDNIGHT: ['打烊早于开门，按次日打烊', 'closes before it opens: taken as closing the next day'],
  HOURS_SUSPICIOUS: ['跨夜且超过 18 小时，请核对', 'past midnight and longer than 18 hours: please check'],
  DUPLICATE_ID: ['编号重复，保留先出现的一家', 'id used by an earlier row: the earlier one is kept'],
  DUPLICATE_PLACE: [
    '同名且相距 50 米内，视为同一家',
    'same name within 50 m of an earlier row: the same store',
  ],
  ADDRESS_MISSING: ['缺少地址', 'address missing'],
} as const;
export type NoteCode = keyof typeof NOTE_TEXTS;

const DAY = 1440;
const SUSPICIOUS_MINUTES = 18 * 60;
const SAME_PLACE_METRES = 50;

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
/** Full-width digits and colons, as Chinese input methods write them, made plain. */
const plainOf = (value: unknown): string => textOf(value).normalize('NFKC').trim();

function numberOf(value: unknown): number {
  const text = plainOf(value);
  return text === '' ? NaN : Number(text);
}

/** `7:00`, `07:00`, `07:00:00`, `24:00` → minutes since midnight; null when it is no time of day. */
export function minutesOf(value: unknown): number | null {
  const match = /^(\d{1,2}):([0-5]\d)(?::[0-5]\d)?$/.exec(plainOf(value));
  if (!match) return null;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return minutes <= DAY ? minutes : null;
}

type Judged<T> = { value: T | null; notes: { verdict: Verdict; code: NoteCode; detail: string }[] };
const refuse = (code: NoteCode, detail: string): Judged<never> => ({
  value: null,
  notes: [{ verdict: 'refused', code, detail }],
});

export function readHours(open: unknown, close: unknown): Judged<Hours> {
  const detail = `${textOf(open) || '-'} – ${textOf(close) || '-'}`;
  const [from, to] = [minutesOf(open), minutesOf(close)];
  if (from === null || to === null || from === DAY) return refuse('HOURS_UNREADABLE', detail);
  if (from === to)
    return {
      value: everyDay(from, from + DAY),
      notes: [{ verdict: 'repaired', code: 'HOURS_ROUND_THE_CLOCK', detail }],
    };
  if (to > from) return { value: everyDay(from, to), notes: [] };
  // Closing at 00:00 is closing at the end of the day: nothing to repair.
  if (to === 0) return { value: everyDay(from, DAY), notes: [] };
  const long = to + DAY - from > SUSPICIOUS_MINUTES;
  return {
    value: everyDay(from, to + DAY),
    notes: [
      { verdict: 'repaired', code: 'HOURS_PAST_MIDNIGHT', detail },
      ...(long ? [{ verdict: 'check', code: 'HOURS_SUSPICIOUS', detail } as const] : []),
    ],
  };
}

/** Wide enough for every datum; the two ranges do not meet, so swapped coordinates cannot be mistaken. */
const isLatitude = (degrees: number): boolean => degrees >= 3 && degrees <= 54;
const isLongitude = (degrees: number): boolean => degrees >= 73 && degrees <= 136;

export function readPoint(latitude: unknown, longitude: unknown): Judged<Point> {
  const [lat, lng] = [numberOf(latitude), numberOf(longitude)];
  const detail = `${textOf(latitude) || '-'}, ${textOf(longitude) || '-'}`;
  if (!Number.isFinite(lat) || !Number.isFinite(lng)) return refuse('COORDINATES_MISSING', detail);
  if (isLatitude(lat) && isLongitude(lng)) return { value: { latitude: lat, longitude: lng }, notes: [] };
  if (isLatitude(lng) && isLongitude(lat))
    return {
      value: { latitude: lng, longitude: lat },
      notes: [{ verdict: 'repaired', code: 'COORDINATES_SWAPPED', detail }],
    };
  return refuse('COORDINATES_OUTSIDE_CHINA', detail);
}

const ONLY_REGIONS = /^(?:\p{Script=Han}{2,8}?(?:省|市|自治区|特别行政区))+$/u;

/** `北京市北京市` + `北京市昌平区…3号` → the street with its city in front, once. */
export function joinAddress(parts: unknown[], city: string): string {
  const texts = parts.map(textOf).filter((text) => text !== '');
  const telling = texts.filter((text, i) => i === texts.length - 1 || !ONLY_REGIONS.test(text));
  const joined = telling.join('');
  return joined === '' || joined.includes(city.replace(/市$/, '')) ? joined : city + joined;
}

const cityIn = (address: string): string =>
  /^(?:\p{Script=Han}{2,8}?(?:省|自治区))?(\p{Script=Han}{2,8}?市)/u.exec(address)?.[1] ?? '';

/** One row checked and repaired; its point is still in the datum of the file. */
function readRow(raw: RawStore): { store: ReadStore | null; notes: Note[] } {
  const [id, name] = [plainOf(raw.id), textOf(raw.name).replace(/\s+/g, ' ')];
  const hours = readHours(raw.open, raw.close);
  const point = readPoint(raw.latitude, raw.longitude);
  const city = textOf(raw.city) || cityIn(raw.address.map(textOf).join(''));
  const address = joinAddress(raw.address, city);
  const idIsGood = /^[0-9A-Za-z-]{1,32}$/.test(id);
  const found = [
    ...(idIsGood ? [] : refuse('ID_BAD', id).notes),
    ...(name ? [] : refuse('NAME_MISSING', '').notes),
    ...point.notes,
    ...hours.notes,
    ...(address ? [] : [{ verdict: 'check', code: 'ADDRESS_MISSING', detail: '' } as const]),
  ];
  const notes = found.map((note) => ({ ...note, row: raw.row, id, name }));
  if (!point.value || !hours.value || !idIsGood || !name)
    return { store: null, notes: notes.filter(({ verdict }) => verdict === 'refused') };
  const store = { row: raw.row, storeId: id, name, city, address, phone: textOf(raw.phone) || null };
  return { store: { ...store, ...point.value, hours: hours.value }, notes };
}

type Seen = { byId: Map<string, ReadStore>; byName: Map<string, ReadStore[]> };
const nameKey = ({ name }: ReadStore): string => name.normalize('NFKC').replace(/\s/g, '').toLowerCase();

/** Why a store is one that was already read, or null. */
function duplicateOf(store: ReadStore, seen: Seen): { code: NoteCode; detail: string } | null {
  const sameId = seen.byId.get(store.storeId);
  if (sameId) return { code: 'DUPLICATE_ID', detail: `#${sameId.row}` };
  const sameName = seen.byName.get(nameKey(store)) ?? [];
  const twin = sameName.find((other) => distanceMetres(other, store) <= SAME_PLACE_METRES);
  return twin ? { code: 'DUPLICATE_PLACE', detail: `#${twin.row} (${twin.storeId})` } : null;
}

/** Every row checked on its own, then against those before it: each store once, and a note on all that was not plain. */
export function readRows(rows: RawStore[]): { stores: ReadStore[]; notes: Note[] } {
  const seen: Seen = { byId: new Map(), byName: new Map() };
  const notes: Note[] = [];
  for (const raw of rows) {
    const { store, notes: found } = readRow(raw);
    const duplicate = store && duplicateOf(store, seen);
    if (store && duplicate)
      notes.push({ verdict: 'refused', ...duplicate, row: store.row, id: store.storeId, name: store.name });
    else notes.push(...found);
    if (!store || duplicate) continue;
    seen.byId.set(store.storeId, store);
    seen.byName.set(nameKey(store), [...(seen.byName.get(nameKey(store)) ?? []), store]);
  }
  return { stores: [...seen.byId.values()], notes };
}
