import type { RuleForm, RuleValue, Settings } from '../../types';
import { app } from '../app';
import { h } from '../dom';
import type { Vnode } from '../dom';
import { act, post } from '../server';
import { controlOf, valueOf } from './rule-form';

/** Where the documents are silent or disagree: what was chosen, and the other answers. */
export function ruleList({ rules, values }: Settings, changed: () => Promise<void>): Vnode {
  return h(
    'section',
    { class: 'sheet-card' },
    h('header', null, h('h2', null, '文档没说清的地方')),
    h(
      'p',
      { class: 'hint' },
      '官方文档沉默或互相矛盾之处，沙箱选了一种；在这里改成另一种，看服务端是否都接得住。',
    ),
    h(
      'ul',
      { class: 'rules', 'data-testid': 'rules' },
      Object.entries(rules).map(([name, form]) => {
        const value = values[name] ?? form.default ?? '';
        return rule(name, form, { value, changed });
      }),
    ),
  );
}

type Setting = { value: RuleValue; changed: () => Promise<void> };

function rule(name: string, form: RuleForm, given: Setting): Vnode {
  const other = given.value !== form.default;
  return h(
    'li',
    { class: 'rule', key: name },
    h(
      'div',
      null,
      h(
        'label',
        { for: `rule-${name}` },
        h('code', null, name),
        other ? h('span', { class: 'tag' }, '已改') : null,
      ),
      h('p', { id: `rule-${name}-about`, lang: 'en' }, form.description ?? ''),
    ),
    control(name, form, given),
  );
}

/** What is typed or chosen stays until the sandbox has answered, whatever is drawn meanwhile. */
function control(name: string, form: RuleForm, { value, changed }: Setting): Vnode {
  const kind = controlOf(form);
  const id = `rule-${name}`;
  const common = { id, 'aria-describedby': `${id}-about`, class: 'input' };
  const shown = app.drafts[id] ?? String(value);
  const type = (text: string): void => {
    app.drafts[id] = text;
  };
  const set = async (next: RuleValue | undefined): Promise<void> => {
    if (next !== undefined && next !== value) {
      await act(
        id,
        () => post('control/rules', { [name]: next }).finally(changed),
        () => `${name} = ${String(next)}`,
      );
    }
    delete app.drafts[id];
  };
  const onInput = (event: { target: HTMLInputElement }): void => type(event.target.value);
  const onChange = (event: { target: HTMLInputElement }): void => void set(valueOf(kind, event.target.value));
  if (kind.kind === 'switch') {
    const box = h('input', {
      ...common,
      class: 'toggle',
      type: 'checkbox',
      role: 'switch',
      checked: shown === 'true',
      onChange: (event: { target: { checked: boolean } }) => {
        type(String(event.target.checked));
        void set(event.target.checked);
      },
    });
    // The second label has no words; it only makes the switch large enough for a thumb.
    return h('label', { class: 'toggle-hit' }, box);
  }
  if (kind.kind === 'choice') {
    return h(
      'select',
      { ...common, value: shown, onInput, onChange },
      kind.values.map((one) =>
        h(
          'option',
          { key: String(one), value: String(one) },
          `${String(one)}${one === form.default ? '（默认）' : ''}`,
        ),
      ),
    );
  }
  const numeric =
    kind.kind === 'number' ? { type: 'number', min: kind.min, max: kind.max } : { type: 'text' };
  return h('input', { ...common, ...numeric, value: shown, onInput, onChange });
}
