import { z } from 'zod';
import { maskEmail } from '@omni/shared/phone';
import type { Columns, Field } from './import-columns.rules';
import type { Shown } from './evidence.rules';
import { typedPhone } from './phone.rules';

export type MemberNote = {
  /** The line in the file. */
  row: number;
  /** The heading; '' where the whole row is meant. */
  column: string;
  /** `ignored`: that cell is left out and the rest of the row counts. */
  verdict: 'refused' | 'ignored';
  code: NoteCode;
  /** The value, masked: never a whole number or address. */
  detail: string;
};
/** What one row says of one person. */
export type MemberRow = { row: number; shown: readonly [Shown, ...Shown[]]; at: Date | null };

export const NOTE_TEXTS = {
  NO_IDENTIFIER: '没有任何可用的会员标识',
  PHONE_UNREADABLE: '不是手机号',
  EMAIL_UNREADABLE: '不是邮箱地址',
  ID_UNREADABLE: '标识中有不允许的字符',
  NUMBER_DAMAGED: '号码已被 Excel 改成科学计数法，请以文本格式重新导出',
  TIME_UNREADABLE: '时间无法识别',
  TIME_IN_FUTURE: '时间晚于导入时间',
  VALUE_TOO_LONG: '内容过长',
  VALUE_BROKEN: '内容有乱码或控制字符',
  TOO_MANY_COLUMNS: '这一行的列数多于表头',
  ROW_TOO_LONG: '这一行过长，未读取',
  ROW_UNREADABLE: '这一行的引号不成对，无法读取',
  VALUE_BLOCKED: '占位值，已忽略这一格',
  VERIFIED_UNREADABLE: '看不懂是否已验证，按未验证处理',
} as const;
export type NoteCode = keyof typeof NOTE_TEXTS;

export type Reading = {
  columns: Columns;
  /** Nobody's value: what stands in a form when nobody knows. */
  isNobodys: (value: string) => boolean;
  /** Nothing was seen after this. */
  until: Date;
  /** When all of it was true, as whoever imports it says; a row that says when somebody was last seen goes before. */
  asOf: Date | null;
  /** The old system, when there are several: members of two may have the same number. '' : the only one. */
  system: string;
};
type Cell = { field: Field; text: string };
type Found = [code: NoteCode, verdict?: MemberNote['verdict'], detail?: string];
type Read = { shown?: Shown; at?: Date; found?: Found };

/** One row checked; null: refused, and the notes say why. */
export function readMember(
  { row, cells }: { row: number; cells: readonly string[] },
  reading: Reading,
): { read: MemberRow | null; notes: MemberNote[] } {
  const { columns } = reading;
  const surplus = cells.slice(columns.count).find((cell) => cell.trim() !== '');
  if (surplus !== undefined)
    return {
      read: null,
      notes: [{ row, column: '', ...refusal('TOO_MANY_COLUMNS'), detail: masked(surplus) }],
    };
  const given = cellsOf(cells, columns);
  const isVerified = verifiedIn(given);
  const shown: Shown[] = [];
  const times: Partial<Record<Field, Date>> = {};
  const notes: MemberNote[] = [];
  for (const cell of given) {
    const read = readCell(cell, reading);
    if (read.shown)
      shown.push(read.shown.type === 'phone' ? { ...read.shown, verified: isVerified } : read.shown);
    if (read.at) times[cell.field] = read.at;
    if (!read.found) continue;
    const [code, verdict = 'refused', detail = masked(cell.text)] = read.found;
    notes.push({ row, column: columns.of[cell.field]?.heading ?? '', verdict, code, detail });
  }
  const [first, ...more] = shown;
  if (notes.some(({ verdict }) => verdict === 'refused')) return { read: null, notes };
  if (!first)
    return { read: null, notes: [...notes, { row, column: '', ...refusal('NO_IDENTIFIER'), detail: '' }] };
  return {
    read: { row, shown: [first, ...more], at: times.last_seen_at ?? reading.asOf ?? times.joined_at ?? null },
    notes,
  };
}

const refusal = (code: NoteCode): Pick<MemberNote, 'verdict' | 'code'> => ({ verdict: 'refused', code });

/** In the order in which they are shown: records hang on the first. */
const ORDER: readonly Field[] = [
  'member_no',
  'card_no',
  'unionid',
  'openid',
  'phone',
  'email',
  'phone_verified',
  'joined_at',
  'last_seen_at',
];
const NOTHING = new Set(['', '-', '--', '—', '/', '\\N', '无', '暂无', '空']);

function cellsOf(cells: readonly string[], { of }: Columns): Cell[] {
  return ORDER.flatMap((field) => {
    const column = of[field];
    const text = column ? tidy(cells[column.at] ?? '') : '';
    return NOTHING.has(text) ? [] : [{ field, text }];
  });
}

/** What is put around numbers so that Excel leaves them alone: `="0013"`, `'0013`, a tab behind. */
const tidy = (cell: string): string =>
  cell
    .normalize('NFKC')
    .trim()
    .replace(/^="(.*)"$/, '$1')
    .replace(/^['‘’`]/, '')
    .trim();

const YES = new Set(['1', 'true', 't', 'yes', 'y', '是', '已验证', '已认证', '已绑定', 'verified', '√', '✓']);
const NO = new Set(['0', 'false', 'f', 'no', 'n', '否', '未验证', '未认证', '未绑定', 'unverified', '×']);
const verifiedIn = (cells: readonly Cell[]): boolean =>
  cells.some(({ field, text }) => field === 'phone_verified' && YES.has(text.toLowerCase()));

const MOST_CHARACTERS: Record<Field, number> = {
  member_no: 64,
  card_no: 64,
  unionid: 64,
  openid: 64,
  phone: 40,
  email: 254,
  phone_verified: 20,
  joined_at: 40,
  last_seen_at: 40,
};
const isTime = (field: Field): boolean => field === 'joined_at' || field === 'last_seen_at';

function readCell({ field, text }: Cell, reading: Reading): Read {
  if (/[\p{Cc}\ufffd]/u.test(text)) return { found: ['VALUE_BROKEN'] };
  if (text.length > MOST_CHARACTERS[field])
    return { found: ['VALUE_TOO_LONG', 'refused', `${masked(text)} (${text.length})`] };
  if (isTime(field)) return readTime(text, reading.until);
  if (field === 'phone_verified') {
    const isKnown = YES.has(text.toLowerCase()) || NO.has(text.toLowerCase());
    return isKnown ? {} : { found: ['VERIFIED_UNREADABLE', 'ignored'] };
  }
  if (reading.isNobodys(text) || reading.isNobodys(text.toLowerCase()))
    return { found: ['VALUE_BLOCKED', 'ignored'] };
  return readIdentifier({ field, text }, reading);
}

const isEmail = (text: string): boolean => z.email().safeParse(text).success;

function readIdentifier({ field, text }: Cell, { system, isNobodys }: Reading): Read {
  if (field === 'email') {
    const value = text.toLowerCase();
    return isEmail(value) ? { shown: { type: 'email', value } } : { found: ['EMAIL_UNREADABLE'] };
  }
  if (field !== 'unionid' && field !== 'openid' && /^\d+(\.\d+)?E\+\d+$/i.test(text))
    return { found: ['NUMBER_DAMAGED'] };
  if (field === 'phone') {
    // Programs that took the column for numbers write 13800138001.0.
    const value = typedPhone(text.replace(/^(\d+)\.0+$/, '$1'));
    if (value === null) return { found: ['PHONE_UNREADABLE'] };
    return isNobodys(value) ? { found: ['VALUE_BLOCKED', 'ignored'] } : { shown: { type: 'phone', value } };
  }
  if (field === 'unionid' || field === 'openid') {
    const type = field === 'unionid' ? 'unionid' : 'mp_openid';
    return /^[\w-]{6,64}$/.test(text) ? { shown: { type, value: text } } : { found: ['ID_UNREADABLE'] };
  }
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._#-]*$/u.test(text)) return { found: ['ID_UNREADABLE'] };
  if (field === 'card_no') return { shown: { type: 'pos_card', value: text } };
  return { shown: { type: 'member_no', value: system === '' ? text : `${system}/${text}` } };
}

function readTime(text: string, until: Date): Read {
  const detail = text.slice(0, 40).replace(/\d{7,}/g, masked);
  const at = shanghaiTime(text);
  if (!at) return { found: ['TIME_UNREADABLE', 'refused', detail] };
  return at > until ? { found: ['TIME_IN_FUTURE', 'refused', detail] } : { at };
}

const DATE = /^(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))/;
const TIME = /^(?:T| +)?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/;
const OLDEST_YEAR = 1980;
const SHANGHAI_MS = 8 * 3600_000;

/** `2019-03-05`, `2019/3/5 9:05`, `2019年3月5日`, `20190305`: in Shanghai, unless it says its zone; null for anything else. */
export function shanghaiTime(text: string): Date | null {
  const zone = /(?<=:\d\d(?:\.\d+)?) ?(Z|[+-]\d{2}:?\d{2})$/.exec(text)?.[0] ?? '';
  const date = DATE.exec(text);
  const rest = text.slice(date?.[0].length ?? 0, text.length - zone.length);
  const time = rest === '' ? ['', '0', '0', '0'] : TIME.exec(rest);
  if (!date || !time) return null;
  const [year = 0, month = 0, day = 0] = date
    .slice(1)
    .filter((part) => part !== undefined)
    .map(Number);
  const [hour = 0, minute = 0, second = 0] = time.slice(1).map((part) => Number(part ?? 0));
  const local = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const isReal =
    local.getUTCMonth() === month - 1 &&
    local.getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60;
  return isReal && year >= OLDEST_YEAR ? new Date(local.getTime() - offsetOf(zone.trim())) : null;
}

function offsetOf(zone: string): number {
  if (zone === '') return SHANGHAI_MS;
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  if (!sign) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** So that whoever has the file finds it, and nobody else learns it; without what would move a terminal's cursor. */
export function masked(text: string): string {
  const clean = text.slice(0, 60).replace(/[\p{C}\ufffd]/gu, '·');
  if (clean.lastIndexOf('@') > 0) return maskEmail(clean).replace(/\d{7,}/g, masked);
  const characters = [...clean];
  if (characters.length < 3) return '*'.repeat(characters.length);
  if (characters.length < 7) return `${characters[0]}***`;
  return `${characters.slice(0, 3).join('')}****${characters.slice(-2).join('')}`;
}
