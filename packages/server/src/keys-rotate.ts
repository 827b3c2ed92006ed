import { parseArgs } from 'node:util';
// Every model says which of its fields are sealed, and the app is what knows every model.
import './app';
import { config } from './config';
import { runImport } from './import-command';
import { connectDb, disconnectDb } from './kernel/db';
import { resealAll } from './kernel/reseal-all';
import type { Resealed } from './kernel/reseal-all';

const USAGE = `usage: npm run keys:rotate -- [--check] [--json]
  seals anew with PHONE_KEY whatever a key of PHONE_KEYS_RETIRED has sealed; see docs/decisions/0015-key-ring.md
  --check  only counts what is not sealed with PHONE_KEY
  --json   the report for programs
`;
const SHOWN_EVERY = 5000;

type Asked = { onlyCount: boolean; json: boolean };

function readArguments(argv: string[]): Asked | { problem: string } {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { check: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
  });
  if (positionals.length > 0) return { problem: `Nothing to be named here: ${positionals.join(' ')}.` };
  return { onlyCount: values.check, json: values.json };
}

/** Tells a place that is long in the making, now and then. */
function teller(): (place: string, resealed: number) => void {
  const told = new Map<string, number>();
  return (place, resealed) => {
    if (resealed - (told.get(place) ?? 0) < SHOWN_EVERY) return;
    told.set(place, resealed);
    process.stderr.write(`${place}: ${resealed}\n`);
  };
}

function reportText(places: Resealed[], { onlyCount }: Asked): string {
  const lines = places.map(({ place, resealed, remaining, unopened, examples }) => {
    const why = unopened > 0 ? ` · 无法解开 cannot be opened ${unopened} (${examples.join(', ')} …)` : '';
    return `${place}: 已重新加密 resealed ${resealed} · 剩余 remaining ${remaining}${why}`;
  });
  const remaining = places.some((one) => one.remaining > 0);
  const unopened = places.some((one) => one.unopened > 0);
  const verdict = verdictOf({ remaining, unopened, onlyCount });
  return [onlyCount ? '密钥检查 · keys, checked' : '密钥轮换 · keys, rotated', ...lines, verdict, ''].join(
    '\n',
  );
}

function verdictOf(found: { remaining: boolean; unopened: boolean; onlyCount: boolean }): string {
  if (!found.remaining) return '可以去掉 PHONE_KEYS_RETIRED · PHONE_KEYS_RETIRED can go.';
  if (found.onlyCount) return '请运行 npm run keys:rotate · run npm run keys:rotate.';
  if (found.unopened)
    return '有密钥不在 PHONE_KEYS_RETIRED 中，或密文已损坏 · a key is missing in PHONE_KEYS_RETIRED, or a text is damaged.';
  return '仍有进程在用旧密钥写入，重启后再运行 · a process still seals with an old key: restart it and run this again.';
}

/** 0 when nothing is left under another key. */
async function run(asked: Asked): Promise<number> {
  await connectDb(config().MONGO_URL);
  try {
    const places = await resealAll(teller(), asked);
    process.stdout.write(asked.json ? `${JSON.stringify({ places }, null, 2)}\n` : reportText(places, asked));
    return places.some(({ remaining }) => remaining > 0) ? 1 : 0;
  } finally {
    await disconnectDb();
  }
}

runImport({ usage: USAGE, read: readArguments, run });
