import type { JournalDetail } from '../../../control/types';
import { app } from '../app';
import { firstDifference, visible } from '../compare';
import { h } from '../dom';
import type { Child, Vnode } from '../dom';
import { icon } from '../icons';
import { copyButton, field } from '../widgets';
import { comparison } from './comparison';
import { lineNames } from './entries';
import { signedLines } from './signed-lines';

/** The string that should have been signed, line by line; beside it what was signed, as far as the diagnosis found out. */
export function stringToSign(detail: JournalDetail, expected: string): Vnode {
  if (!expected.includes('\n')) {
    const block = h('pre', { class: 'block', tabindex: '0', 'aria-label': '应当是' }, expected);
    return h('section', { class: 'part' }, h('h3', null, '应当是'), block);
  }
  const lines = expected.split(/(?<=\n)/);
  const names = lineNames(detail, lines.length);
  const wrong = signedLines(detail.checks?.find(({ ok }) => !ok)?.hint ?? '');
  return h(
    'section',
    { class: 'part', 'data-testid': 'string-to-sign' },
    h('h3', null, '应当签名的字符串', copyButton(expected, '待签名串')),
    h('p', { class: 'hint' }, `共 ${lines.length} 行，每一行（包括最后一行）都以换行 ⏎ 结尾。`),
    h(
      'ol',
      { class: 'lines' },
      lines.map((line, index) =>
        h(
          'li',
          { class: wrong.some((one) => one.line === index + 1) ? 'wrong' : undefined },
          h('span', { class: 'line-number', 'aria-hidden': 'true' }, index + 1),
          names[index] ? h('span', { class: 'line-name' }, names[index]) : null,
          h('code', null, textWithMarks(line)),
        ),
      ),
    ),
    wrong.length > 0 ? comparison(wrong, ['实际签的', '应当签的']) : null,
    ownString(detail.id, expected),
  );
}

function textWithMarks(line: string): Child {
  const text = visible(line);
  return text.endsWith('⏎')
    ? [text.slice(0, -1), h('i', { class: 'line-feed' }, '⏎')]
    : [text, h('i', { class: 'line-feed none' }, '没有换行')];
}

/** A text area cannot hold what the eye does not see, so the feeds may also be typed as \n. */
function ownString(id: number, expected: string): Vnode {
  const name = `own ${id}`;
  const own = app.drafts[name] ?? '';
  const given = own.includes('\n') ? own : own.replaceAll('\\n', '\n');
  const at = firstDifference(given, expected);
  return h(
    'details',
    { class: 'own' },
    h('summary', null, '和我的代码拼出来的比一比'),
    field({
      name,
      label: '你签名的字符串',
      rows: 5,
      hint: '从日志里原样粘贴；换行可以是真的换行，也可以写成 \\n。',
    }),
    own === ''
      ? null
      : at < 0
        ? h('p', { class: 'same', role: 'status' }, icon('check', 18), '一字不差。那么错在密钥或签名算法上。')
        : [
            h(
              'p',
              { class: 'differs', role: 'status' },
              `第 ${expected.slice(0, at).split('\n').length} 行开始不同（第 ${at + 1} 个字符）。`,
            ),
            comparison([{ given, expected }], ['你的', '应当是']),
          ],
  );
}
