import type { ImportNoteCode } from '@omni/shared/contracts/inventory';
import { WAREHOUSE } from './stock.rules';

/** A row as the other system wrote it, nothing checked yet; `row` is where people find it. */
export type RawRow = { row: number; locationId: unknown; skuId: unknown; onHand: unknown; safety?: unknown };
export type ReadRow = { row: number; locationId: string; skuId: string; onHand: number; safety?: number };
export type ImportNote = {
  row: number;
  verdict: 'refused' | 'repaired';
  code: ImportNoteCode;
  text: string;
  locationId: string;
  skuId: string;
  detail: string;
};

export const NOTE_TEXTS: Record<ImportNoteCode, string> = {
  LOCATION_UNKNOWN: '没有这个门店或仓库',
  SKU_UNKNOWN: '没有这个规格',
  QUANTITY_UNREADABLE: '库存数不是整数',
  QUANTITY_TOO_LARGE: '库存数过大',
  SAFETY_UNREADABLE: '安全库存不是大于等于 0 的整数',
  DUPLICATE_ROW: '同一门店同一规格重复，保留先出现的一行',
  NEWER_IMPORT: '已被更新的导入覆盖，未改动',
  STOCK_BUSY: '库存变动太频繁，请稍后重试这一行',
  NEGATIVE_IS_ZERO: '负库存，按 0 导入',
  NUMBER_TIDIED: '数字格式已整理',
};

const MOST = 1_000_000;
const isCode = (text: string): boolean => /^[0-9A-Za-z-]{1,32}$/.test(text);
const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).normalize('NFKC').trim() : '';
const WAREHOUSE_NAMES = ['总仓', '仓库', '总部仓', 'warehouse'];
const locationOf = (text: string): string =>
  WAREHOUSE_NAMES.includes(text.toLowerCase()) ? WAREHOUSE : text;

type Numbered = { value: number; tidied: boolean } | null;

/** `12`, `１２`, `1,200`, `12.0`, `-3`; null for anything else: what Excel made of a long number cannot be guessed. */
function wholeNumber(raw: unknown): Numbered {
  const text = textOf(raw);
  const plain = /^[+-]?\d{1,3}(,\d{3})+(\.0+)?$/.test(text) ? text.replaceAll(',', '') : text;
  const match = /^([+-]?\d{1,15})(?:\.0+)?$/.exec(plain);
  if (!match) return null;
  const value = Number(match[1]);
  return { value: value === 0 ? 0 : value, tidied: typeof raw === 'string' && raw.trim() !== match[1] };
}

type Found = [code: ImportNoteCode, verdict: ImportNote['verdict'], detail: string];

function judgeOnHand(raw: unknown, read: Numbered): Found[] {
  const detail = textOf(raw);
  if (!read) return [['QUANTITY_UNREADABLE', 'refused', detail]];
  if (read.value > MOST) return [['QUANTITY_TOO_LARGE', 'refused', detail]];
  if (read.value < 0) return [['NEGATIVE_IS_ZERO', 'repaired', detail]];
  return read.tidied ? [['NUMBER_TIDIED', 'repaired', detail]] : [];
}

const isGiven = (raw: unknown): boolean => textOf(raw) !== '';

/** One row checked and repaired where the meaning is plain; null: refused, and the notes say why. */
export function readRow(raw: RawRow): { read: ReadRow | null; notes: ImportNote[] } {
  const locationId = locationOf(textOf(raw.locationId));
  const skuId = textOf(raw.skuId);
  const [onHand, safety] = [wholeNumber(raw.onHand), wholeNumber(raw.safety)];
  const badSafety = isGiven(raw.safety) && (!safety || safety.value < 0 || safety.value > MOST);
  const found: Found[] = [
    ...(isCode(locationId) ? [] : ([['LOCATION_UNKNOWN', 'refused', textOf(raw.locationId)]] as Found[])),
    ...(isCode(skuId) ? [] : ([['SKU_UNKNOWN', 'refused', textOf(raw.skuId)]] as Found[])),
    ...judgeOnHand(raw.onHand, onHand),
    ...(badSafety ? ([['SAFETY_UNREADABLE', 'refused', textOf(raw.safety)]] as Found[]) : []),
  ];
  const key = { row: raw.row, locationId, skuId };
  const notes = found.map(([code, verdict, detail]) => noteOf(key, { code, verdict, detail }));
  if (!onHand || notes.some(({ verdict }) => verdict === 'refused'))
    return { read: null, notes: notes.filter(({ verdict }) => verdict === 'refused') };
  const read = { ...key, onHand: Math.max(0, onHand.value) };
  return { read: isGiven(raw.safety) && safety ? { ...read, safety: safety.value } : read, notes };
}

export const noteOf = (
  { row, locationId, skuId }: Pick<ReadRow, 'row' | 'locationId' | 'skuId'>,
  note: Pick<ImportNote, 'code' | 'verdict'> & { detail?: string },
): ImportNote => ({
  row,
  verdict: note.verdict,
  code: note.code,
  text: NOTE_TEXTS[note.code],
  locationId: locationId.slice(0, 40),
  skuId: skuId.slice(0, 40),
  detail: (note.detail ?? '').slice(0, 100),
});

type Known = { locations: ReadonlySet<string>; skus: ReadonlySet<string> };

/** Refuses what nobody knows, and rows whose stock an earlier one has set. */
export function sift(rows: ReadRow[], known: Known): { taken: ReadRow[]; notes: ImportNote[] } {
  const seen = new Map<string, number>();
  const taken: ReadRow[] = [];
  const notes: ImportNote[] = [];
  const refuse = (row: ReadRow, code: ImportNoteCode, detail: string) =>
    notes.push(noteOf(row, { code, verdict: 'refused', detail }));
  for (const row of rows) {
    const key = `${row.locationId}/${row.skuId}`;
    const earlier = seen.get(key);
    if (!known.locations.has(row.locationId)) refuse(row, 'LOCATION_UNKNOWN', row.locationId);
    else if (!known.skus.has(row.skuId)) refuse(row, 'SKU_UNKNOWN', row.skuId);
    else if (earlier !== undefined) refuse(row, 'DUPLICATE_ROW', `#${earlier}`);
    else {
      taken.push(row);
      seen.set(key, row.row);
    }
  }
  return { taken, notes };
}
