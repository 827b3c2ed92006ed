import { NOTE_TEXTS } from './import-rows.rules';
import type { Note, Verdict } from './import-rows.rules';
import type { Import, ImportReport } from './import-stores';

type Told = ImportReport & Pick<Import, 'datum' | 'dryRun'> & { file: string; format: string };

const verdicts: Record<Verdict, string> = {
  refused: '未导入 refused',
  repaired: '已修正 repaired',
  check: '请核对 check',
};

/** Columns a terminal needs: Chinese characters take two. */
const width = (text: string): number =>
  [...text].reduce(
    (sum, char) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/.test(
        char,
      )
        ? 2
        : 1),
    0,
  );
const pad = (text: string, to: number): string => text + ' '.repeat(Math.max(0, to - width(text)));

function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => width(row[i] ?? ''))));
  return rows
    .map((row) =>
      row
        .map((cell, i) => pad(cell, widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const line = (note: Note): string[] => [
  String(note.row),
  note.id || '-',
  note.name || '-',
  verdicts[note.verdict],
  `${NOTE_TEXTS[note.code][0]} / ${NOTE_TEXTS[note.code][1]}`,
  note.detail,
];

/** What people read after an import: the figures, then each row that was not simply taken. */
export function reportText(report: Told): string {
  const order: Verdict[] = ['refused', 'repaired', 'check'];
  const notes = [...report.notes].sort(
    (a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict) || a.row - b.row,
  );
  const rowsWith = (verdict: Verdict) =>
    new Set(notes.filter((note) => note.verdict === verdict).map((note) => note.row)).size;
  const figures = table([
    ['读取 rows', String(report.rows)],
    ['新增 added', String(report.added)],
    ['更新 changed', String(report.changed)],
    ['不变 unchanged', String(report.unchanged)],
    ['已修正 repaired', String(rowsWith('repaired'))],
    ['请核对 check', String(rowsWith('check'))],
    ['未导入 refused', String(report.refused)],
  ]);
  const heading = ['行 row', '编号 id', '门店 store', '处理 outcome', '原因 why', '原值 value'];
  return [
    `${report.dryRun ? '试运行，未写入 · dry run, nothing written' : '门店导入 · store import'}`,
    `${report.file} · ${report.format} · ${report.datum} → gcj02`,
    '',
    figures,
    ...(notes.length > 0 ? ['', table([heading, ...notes.map(line)])] : []),
    '',
  ].join('\n');
}

/** The same for programs. */
export const reportJson = (report: Told): string => {
  const notes = report.notes.map((note) => ({
    ...note,
    textZh: NOTE_TEXTS[note.code][0],
    textEn: NOTE_TEXTS[note.code][1],
  }));
  return `${JSON.stringify({ ...report, notes }, null, 2)}\n`;
};
