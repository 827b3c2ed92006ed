import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { aptInstall, hasApt, isRoot } from './apt.mjs';
import { findOnPath } from './paths.mjs';
import { Trouble } from './report.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const PACKAGES = ['chromium', 'fonts-noto-cjk', 'fontconfig'];

/** A Chromium with Chinese fonts for the journeys. Answers { path, detail }. */
export async function ensureChromium() {
  const given = process.env['CHROMIUM_PATH'];
  if (given && !existsSync(given))
    throw new Trouble(`CHROMIUM_PATH points at ${given}, which does not exist.`);
  let path = given ?? find();
  if ((!path || !hasChineseFont()) && isRoot() && hasApt()) {
    await aptInstall(PACKAGES);
    path ??= find();
  }
  const remedy = `sudo apt-get install -y ${PACKAGES.join(' ')}`;
  if (!path) throw new Trouble(`Chromium is missing: run \`${remedy}\`, or set CHROMIUM_PATH.`);
  const fonts = hasChineseFont() ? '' : `; no Chinese font, screenshots will show boxes: run \`${remedy}\``;
  return { path, detail: `${path}${fonts}` };
}

const find = () => NAMES.map(findOnPath).find(Boolean);

function hasChineseFont() {
  try {
    return execFileSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' }).trim() !== '';
  } catch {
    return existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc');
  }
}
