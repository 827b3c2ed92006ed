const colour = process.stdout.isTTY && !process.env['NO_COLOR'];
const paint = (code, text) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);

export const green = (text) => paint('32', text);
export const red = (text) => paint('31', text);
export const dim = (text) => paint('2', text);
export const bold = (text) => paint('1', text);

/** Something the reader can act on: printed as its sentence, never with a stack. */
export class Trouble extends Error {
  constructor(message, detail = '') {
    super(message);
    this.name = 'Trouble';
    this.detail = detail;
  }
}

export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/**
 * Runs one named step and says how long it took. The work may return a detail to show in brackets; a `hint` says
 * beforehand that this one takes its time.
 */
export async function step(name, work, hint = '') {
  const began = performance.now();
  if (hint) console.log(dim(`· ${name} … ${hint}`));
  else if (process.stdout.isTTY) process.stdout.write(dim(`· ${name} …`));
  try {
    const result = await work();
    const detail = typeof result === 'string' ? result : result?.detail;
    const took = dim(seconds(performance.now() - began));
    clearLine();
    console.log(`${green('✓')} ${name}${detail ? ` (${detail})` : ''}  ${took}`);
    return result;
  } catch (error) {
    clearLine();
    console.log(`${red('✗')} ${name}  ${dim(seconds(performance.now() - began))}`);
    throw error;
  }
}

function clearLine() {
  if (process.stdout.isTTY) process.stdout.write('\r\u001b[2K');
}

export function printTrouble(error) {
  if (error?.name !== 'Trouble') {
    console.error(error?.stack ?? String(error));
    return;
  }
  console.error(red(error.message));
  if (error.detail) console.error(indent(error.detail));
}

export const indent = (text) => text.replace(/^/gm, '    ');

const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/g;

/** How many columns a terminal shows a text in: a Chinese character takes two. */
export const columns = (text) => text.length + (text.match(WIDE) ?? []).length;

export const pad = (text, width) => text + ' '.repeat(Math.max(0, width - columns(text)));
