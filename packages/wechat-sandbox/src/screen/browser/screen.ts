/** The control screen: reads everything every two seconds and draws what changed. */
import type { JournalEntry } from '../../control/types';
import type { ScreenData } from '../types';
import { button, byId, node, redraw } from './dom';
import { drawPeople } from './people';
import { drawNotices, drawRequests } from './traffic';

const EVERY_MS = 2000;
const JUMPS: [string, number][] = [
  ['快进 1 分钟', 60],
  ['快进 15 分钟', 900],
  ['快进 2 小时', 7200],
];

let entries: JournalEntry[] = [];
let epoch = 0;
const search = byId('search') as HTMLInputElement;
const failedOnly = byId('failed') as HTMLInputElement;

async function post(path: string, body: unknown): Promise<void> {
  await fetch(`control/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  await refresh();
}

async function refresh(): Promise<void> {
  const after = entries[entries.length - 1]?.id ?? 0;
  const response = await fetch(`screen/data?after=${after}`);
  const data = (await response.json()) as ScreenData;
  if (data.requests.epoch !== epoch) {
    // A sandbox that was started anew counts from one again.
    const missed = epoch !== 0 && after > 0;
    epoch = data.requests.epoch;
    entries = [];
    if (missed) return refresh();
  }
  entries = [...entries.filter(({ id }) => id >= data.requests.firstId), ...data.requests.entries];
  drawClock(data.clock);
  drawPeople(data);
  drawNotices(data.notices, {
    redeliver: (id) => post(`notices/${id}/redeliver`, {}),
    release: (id) => post('notices/flush', { ids: [id] }),
  });
  drawList();
}

function drawClock(clock: ScreenData['clock']): void {
  const time = new Date(clock.nowMs).toLocaleString('zh-CN', { hour12: false });
  const ahead = clock.offsetSeconds > 0 ? `（快进了 ${clock.offsetSeconds} 秒）` : '';
  redraw('clock', [time, ahead], () => [`${time}${ahead}`]);
}

function drawJumps(): void {
  byId('jumps').replaceChildren(
    ...JUMPS.map(([text, advanceSeconds]) => button(text, () => post('clock', { advanceSeconds }))),
    button('全部重来', async () => {
      if (confirm('清空订单、令牌和消息，从头开始？')) await post('reset', {});
    }),
  );
}

function drawList(): void {
  drawRequests(entries, { words: search.value.trim(), failedOnly: failedOnly.checked });
}

async function keepGoing(): Promise<void> {
  try {
    await refresh();
  } catch {
    redraw('clock', 'gone', () => [node('span', 'bad', '沙箱没有应答，正在重试')]);
  }
  setTimeout(() => void keepGoing(), EVERY_MS);
}

search.addEventListener('input', drawList);
failedOnly.addEventListener('change', drawList);
byId('filter').addEventListener('submit', (event) => event.preventDefault());
drawJumps();
drawJumps();
void keepGoing();
