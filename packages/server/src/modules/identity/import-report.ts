import { csvLine } from '../../kernel/csv-file';
import type { MembersReport, Progress } from './import-members';
import { NOTE_TEXTS } from './import-rows.rules';
import type { MemberNote } from './import-rows.rules';

export type Told = MembersReport & { file: string; source: string; dryRun: boolean };

const verdicts: Record<MemberNote['verdict'], string> = {
  refused: '未导入 refused',
  ignored: '已忽略 ignored',
};

/** The byte-order mark tells Excel that it is UTF-8. */
export const NOTES_HEADING = `\ufeff${csvLine(['行 row', '列 column', '处理 outcome', '代码 code', '原因 why', '原值 value'])}`;
/** One line of the report file; nothing in it is run by a spreadsheet. */
export const noteLine = ({ row, column, verdict, code, detail }: MemberNote): string =>
  csvLine([row, column, verdicts[verdict], code, NOTE_TEXTS[code], detail]);

const shownNote = ({ row, column, verdict, code, detail }: MemberNote): string =>
  `  第 ${row} 行 ${column === '' ? '' : `${column} `}${verdicts[verdict]} ${code} ${NOTE_TEXTS[code]}${detail === '' ? '' : `：${detail}`}`;

/** What people read after an import; `notes` are the first of `noteCount`. */
export function reportText(told: Told, notes: readonly MemberNote[], noteCount: number): string {
  const { dryRun, file, encoding, source, resumedAfter } = told;
  const more = noteCount - notes.length;
  const figures: [string, string | number][] = [
    ['读取 rows', told.rows],
    ['新增 added', told.added],
    ['此前已有 already', told.already],
    ['新顾客 new customers', dryRun ? '-' : told.newCustomers],
    ['归入已有顾客 joined', dryRun ? '-' : told.joined],
    ['有忽略内容 ignored', told.ignored],
    ['未导入 refused', told.refused],
    ['速度 speed', `${told.rowsPerSecond} 行/秒 rows/s · ${told.seconds.toFixed(1)} s`],
  ];
  return [
    dryRun ? '试运行，未写入 · dry run, nothing written' : '老会员导入 · member import',
    `${file} · ${encoding} · ${source === '' ? '' : `${source} · `}${told.importId}`,
    ...(resumedAfter > 0 ? [`从第 ${resumedAfter} 行数据之后继续 · went on after ${resumedAfter} rows`] : []),
    '',
    ...figures.map(([what, value]) => `${what}  ${value}`),
    ...(notes.length > 0 ? ['', ...notes.map(shownNote)] : []),
    ...(more > 0
      ? [`  … 另有 ${more} 条，用 --report <文件.csv> 全部写出 · ${more} more: --report writes them all`]
      : []),
    '',
  ].join('\n');
}

/** The same for programs. */
export const reportJson = (told: Told, notes: readonly MemberNote[], noteCount: number): string =>
  `${JSON.stringify({ ...told, noteCount, notes: notes.map((note) => ({ ...note, text: NOTE_TEXTS[note.code] })) }, null, 2)}\n`;

/** `12,345 行 rows · 34% · 412 行/秒 rows/s · 约剩 3 分 20 秒 left`; `seconds` since the first row of this try. */
export function progressText({ rows, skipped, bytesRead, bytes }: Progress, seconds: number): string {
  const share = bytesRead / bytes;
  const perSecond = seconds > 0 ? (rows - skipped) / seconds : 0;
  const rest = perSecond > 0 ? (rows / share - rows) / perSecond : 0;
  return [
    `${rows.toLocaleString('en')} 行 rows`,
    `${Math.floor(share * 100)}%`,
    `${Math.round(perSecond)} 行/秒 rows/s`,
    `约剩 ${rest >= 60 ? `${Math.floor(rest / 60)} 分 ` : ''}${Math.ceil(rest % 60)} 秒 left`,
  ].join(' · ');
}
