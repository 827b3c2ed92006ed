import { z } from 'zod';

const Path = z.string().min(1);
/** Where each field of a store is found in a file; paths go down by dots (`address.city`). */
export const Mapping = z.strictObject({
  /** Where the list of stores is; without it, the file itself or every list in its top level. */
  rows: Path.optional(),
  id: Path,
  name: Path,
  city: Path.optional(),
  /** Several parts are put together. */
  address: z.union([Path, z.array(Path).min(1)]),
  latitude: Path,
  longitude: Path,
  open: Path,
  close: Path,
  phone: Path.optional(),
});
export type Mapping = z.output<typeof Mapping>;

/** Our own flat format: a CSV with these headings, or a JSON list of objects with these fields. */
const FLAT: Mapping = {
  id: 'id',
  name: 'name',
  city: 'city',
  address: 'address',
  latitude: 'latitude',
  longitude: 'longitude',
  open: 'open',
  close: 'close',
  phone: 'phone',
};
/** What store locators of chains usually give away. */
const NESTED: Mapping = {
  id: 'id',
  name: 'name',
  city: 'address.city',
  address: ['address.streetAddressLine1', 'address.streetAddressLine2', 'address.streetAddressLine3'],
  latitude: 'coordinates.latitude',
  longitude: 'coordinates.longitude',
  open: 'today.openTime',
  close: 'today.closeTime',
  phone: 'phoneNumber',
};
const BUILT_IN = { flat: FLAT, nested: NESTED };

/** One store as the file has it, nothing checked yet. */
export type RawStore = {
  row: number;
  id: unknown;
  name: unknown;
  city: unknown;
  address: unknown[];
  latitude: unknown;
  longitude: unknown;
  open: unknown;
  close: unknown;
  phone: unknown;
};
/** The rows and how they were understood, or a sentence for people on why not. */
export type Understood = { ok: true; format: string; rows: RawStore[] } | { ok: false; problem: string };

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A key may itself hold dots (CSV headings), so the whole path is tried first. */
function read(from: unknown, path: string): unknown {
  if (!isObject(from)) return undefined;
  if (Object.hasOwn(from, path)) return from[path];
  const dot = path.indexOf('.');
  const head = dot < 0 ? path : path.slice(0, dot);
  return dot < 0 || !Object.hasOwn(from, head) ? undefined : read(from[head], path.slice(dot + 1));
}

type Listed = { value: unknown; under: string | undefined };

/** The list itself, the list at `rows`, or all lists of the top level (`{ "北京": [...], "深圳": [...] }`). */
function listRows(content: unknown, rows: string | undefined): Listed[] | null {
  const found = rows === undefined ? content : read(content, rows);
  if (Array.isArray(found)) return found.map((value) => ({ value, under: undefined }));
  if (!isObject(found)) return null;
  const lists = Object.entries(found).filter(([, value]) => Array.isArray(value));
  return lists.flatMap(([under, list]) => (list as unknown[]).map((value) => ({ value, under })));
}

const fits = (mapping: Mapping, row: unknown): boolean =>
  [mapping.id, mapping.name, mapping.latitude, mapping.longitude].every(
    (path) => read(row, path) !== undefined,
  );

function toRaw({ value, under }: Listed, row: number, mapping: Mapping): RawStore {
  const at = (path: string | undefined) => (path === undefined ? undefined : read(value, path));
  const parts = typeof mapping.address === 'string' ? [mapping.address] : mapping.address;
  return {
    row,
    id: at(mapping.id),
    name: at(mapping.name),
    // `data`, `stores`, ... are names of lists, not of cities.
    city: at(mapping.city) ?? (/\p{Script=Han}/u.test(under ?? '') ? under : undefined),
    address: parts.map(at),
    latitude: at(mapping.latitude),
    longitude: at(mapping.longitude),
    open: at(mapping.open),
    close: at(mapping.close),
    phone: at(mapping.phone),
  };
}

/** Finds the stores in what a file held: by the given mapping, else by the first built-in one that fits any row. */
export function understand(content: unknown, given?: Mapping): Understood {
  const listed = listRows(content, given?.rows);
  if (!listed)
    return { ok: false, problem: given?.rows ? `no list at "${given.rows}"` : 'no list of stores in it' };
  if (listed.length === 0) return { ok: false, problem: 'the list of stores is empty' };
  const candidates = given ? { 'your mapping': given } : BUILT_IN;
  for (const [format, mapping] of Object.entries(candidates)) {
    if (listed.some(({ value }) => fits(mapping, value)))
      return { ok: true, format, rows: listed.map((one, i) => toRaw(one, i + 1, mapping)) };
  }
  const seen = listed.map(({ value }) => value).find(isObject);
  const fields = seen ? Object.keys(seen).slice(0, 12).join(', ') : 'no fields';
  return {
    ok: false,
    problem: `no store has ${given ? 'the fields of your mapping' : 'the fields of a format known here'} (seen: ${fields})`,
  };
}
