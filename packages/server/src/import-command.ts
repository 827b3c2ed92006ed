import { FileProblem } from './kernel/errors';

/** A program that imports a file. `read` says what was asked for, or what is wrong with that; `run` answers the exit code. */
type ImportCommand<Asked extends object> = {
  usage: string;
  read: (argv: string[]) => Asked | { problem: string };
  run: (asked: Asked) => Promise<number>;
};

/** Ends the process with 0 (imported; refused rows are in the report), 1 (nothing could be imported) or 2 (asked for the wrong thing). */
export const runImport = <Asked extends object>(command: ImportCommand<Asked>): void =>
  void attempt(command).then((code) => (process.exitCode = code));

/** The file that was named, or what is wrong with what was. */
export function oneFile(positionals: string[]): string | { problem: string } {
  const [file, ...more] = positionals;
  if (file === undefined) return { problem: 'Say which file to import.' };
  return more.length === 0 ? file : { problem: `One file at a time, please: ${positionals.join(' ')}.` };
}

async function attempt<Asked extends object>({ usage, read, run }: ImportCommand<Asked>): Promise<number> {
  try {
    const asked = read(process.argv.slice(2));
    if (!('problem' in asked)) return await run(asked);
    process.stderr.write(`${asked.problem}\n\n${usage}`);
    return 2;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const fault =
      error instanceof FileProblem || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
    process.stderr.write(`${message}\n${fault ? `\n${usage}` : ''}`);
    return fault ? 2 : 1;
  }
}
