import { Trouble } from './report.mjs';

/**
 * Reads `--flag` and `--name value` from the command line. `known` maps each option to false (a flag) or true (takes
 * a value); anything else that starts with a dash is refused.
 */
export function readArgs(known, args = process.argv.slice(2)) {
  const options = {};
  const rest = [];
  for (let at = 0; at < args.length; at += 1) {
    const name = args[at].replace(/^--/, '');
    if (!args[at].startsWith('-')) rest.push(args[at]);
    else if (known[name] === undefined)
      throw new Trouble(`Unknown option ${args[at]}; there is ${listOf(known)}.`);
    else if (known[name] && args[at + 1] === undefined) throw new Trouble(`${args[at]} needs a value.`);
    else options[name] = known[name] ? args[(at += 1)] : true;
  }
  return { options, rest };
}

const listOf = (known) =>
  Object.entries(known)
    .map(([name, takesValue]) => (takesValue ? `--${name} <value>` : `--${name}`))
    .join(', ');
