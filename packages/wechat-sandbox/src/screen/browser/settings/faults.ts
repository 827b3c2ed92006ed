import type { FaultsReading } from '../../../control/types';
import { app } from '../app';
import { h } from '../dom';
import type { Child, Vnode } from '../dom';
import { activeFaults, isOn } from '../fault-words';
import { icon } from '../icons';
import { act, fetched, post } from '../server';
import { button, empty, field, loading } from '../widgets';

type Scenario = Pick<FaultsReading['scenarios'][number], 'name' | 'title' | 'faults'>;

/** No scenario, because somebody has to look and let go; the most wanted of all when one builds. */
const HOLD: Scenario = {
  name: 'hold',
  title: '扣住所有通知，在“通信”里放行',
  faults: { notices: { mode: 'hold' }, callbacks: { mode: 'hold' }, push: { mode: 'hold' } },
};

/** In the order of the page; a scenario stands in the first group that takes it. */
const GROUPS: [string, (faults: Scenario['faults']) => boolean][] = [
  ['通知和回调', ({ notices, callbacks, push }) => Boolean(notices ?? callbacks ?? push)],
  ['退款的结局', ({ refunds }) => refunds !== undefined],
  ['已受理，但对方不知道', ({ failNext }) => failNext?.after === true],
  ['随机', ({ chaos }) => Boolean(chaos)],
  ['平台没有应答、变慢、超限', () => true],
];

export function faultsArea(): Vnode {
  const { value, failed } = fetched<FaultsReading>('control/faults');
  return h(
    'div',
    { class: 'area page-area' },
    h(
      'header',
      { class: 'page-head' },
      h('h1', null, '故障'),
      h('p', null, '网络和平台会对一家零售商做的事，一次演一出。换一出，前一出就收回。'),
    ),
    activeCard(),
    failed !== undefined
      ? empty('fault', '读不到剧本', failed)
      : value
        ? groups([HOLD, ...value.scenarios])
        : loading(),
  );
}

function activeCard(): Vnode {
  const lines = app.data ? activeFaults(app.data.faults) : [];
  return h(
    'section',
    {
      class: `active-faults${lines.length > 0 ? ' on' : ''}`,
      'aria-label': '生效中的故障',
      'data-testid': 'active-faults',
    },
    icon(lines.length > 0 ? 'fault' : 'check', 22),
    lines.length === 0
      ? h('p', null, h('strong', null, '一切正常'), h('span', null, '没有故障生效。'))
      : h(
          'ul',
          null,
          lines.map((line) => h('li', null, line)),
        ),
    lines.length > 0
      ? button({
          text: '全部恢复正常',
          look: 'primary',
          action: 'faults',
          onClick: () => clear(),
        })
      : null,
  );
}

function groups(scenarios: Scenario[]): Child {
  const left = new Set(scenarios);
  return GROUPS.map(([title, belongs]) => {
    const members = [...left].filter(({ faults }) => belongs(faults));
    for (const member of members) left.delete(member);
    if (members.length === 0) return null;
    return h(
      'section',
      { class: 'scenario-group', key: title },
      h('h2', null, title),
      members.some(({ faults }) => faults.chaos) ? seedField() : null,
      h('ul', { class: 'scenarios' }, members.map(scenarioSwitch)),
    );
  });
}

function seedField(): Vnode {
  app.drafts.seed ??= '1';
  return h(
    'div',
    { class: 'seed' },
    field({
      name: 'seed',
      label: '种子',
      hint: '同一个种子，每次都是同样的顺序。',
      props: { inputmode: 'numeric', pattern: '-?[0-9]+' },
    }),
  );
}

/** A switch; what happens once and is over, such as the death of all tokens, is a button. */
function scenarioSwitch(scenario: Scenario): Vnode {
  const { name, title, faults } = scenario;
  const on = app.data ? isOn(app.data.faults, faults) : false;
  const atOnce = faults.tokenDeath === true;
  return h(
    'li',
    { key: name },
    h(
      'button',
      {
        type: 'button',
        class: `scenario${on ? ' on' : ''}`,
        ...(atOnce ? {} : { role: 'switch', 'aria-checked': String(on) }),
        'data-scenario': name,
        onClick: () => (on ? clear() : play(scenario)),
      },
      h('span', { class: 'scenario-words' }, h('strong', null, title), h('code', null, name)),
      atOnce ? h('span', { class: 'once' }, '执行') : h('span', { class: 'switch', 'aria-hidden': 'true' }),
    ),
  );
}

function play({ name, title, faults }: Scenario): void {
  const seed = Number(app.drafts.seed);
  const drawn = faults.chaos && Number.isInteger(seed) ? { seed } : {};
  void act(
    'faults',
    () =>
      name === HOLD.name
        ? post('control/faults', { ...faults, clear: true })
        : post('control/faults/scenario', { name, ...drawn }),
    () => `开演：${title}`,
  );
}

function clear(): void {
  void act(
    'faults',
    () => post('control/faults', { clear: true }),
    () => '恢复正常',
  );
}
