import { TmplGroup } from 'glass-easel-template-compiler';
import { DOCUMENTED_TAGS, EMULATED_TAGS, TEMPLATE_TAGS } from '../tags';
import { unknownAttribute } from './attributes';
import { CompileError } from './dist';
import type { Dist } from './dist';

/** One finding of the template compiler; lines and columns count from 0. */
type Finding = { isError: boolean; level: string; message: string; startLine: number; startColumn: number };

const OPENING_TAG = /<([a-zA-Z][\w-]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>/g;
const knownTags = new Set<string>([...TEMPLATE_TAGS, ...EMULATED_TAGS, ...DOCUMENTED_TAGS]);

/**
 * Compiles every wxml and wxs of the mini-program to one expression that answers path → template.
 * Refuses what the compiler only warns of (unknown `wx:` attributes, missing end tags) and tags and attributes
 * that are neither built in nor declared.
 */
export function compileTemplates(dist: Dist, declaredTags: ReadonlySet<string>): string {
  const group = new TmplGroup();
  for (const path of dist.withExtension('.wxml')) {
    const source = dist.text(`${path}.wxml`);
    const findings = (group.addTmpl(path, source) ?? []) as Finding[];
    refuseFindings(`${path}.wxml`, findings);
    refuseUnknownNames(`${path}.wxml`, source, declaredTags);
  }
  for (const path of dist.withExtension('.wxs')) group.addScript(path, dist.text(`${path}.wxs`));
  return group.getTmplGenObjectGroups();
}

function refuseFindings(file: string, findings: Finding[]): void {
  const serious = findings.find((finding) => finding.level !== 'Note' && !isHarmless(finding));
  if (serious === undefined) return;
  throw new CompileError(`${file}:${serious.startLine + 1}:${serious.startColumn + 1}`, serious.message);
}

/** Taro writes some attributes twice (an alias beside the name); WeChat takes the last without a word. */
const isHarmless = (finding: Finding): boolean => finding.message.startsWith('duplicated attribute');

function refuseUnknownNames(file: string, source: string, declared: ReadonlySet<string>): void {
  const markup = source.replace(/<!--[\s\S]*?-->/g, '').replace(/<wxs\b[^>]*>[\s\S]*?<\/wxs>/g, '');
  for (const [, tag = '', attributes = ''] of markup.matchAll(OPENING_TAG)) {
    if (declared.has(tag)) continue;
    if (!knownTags.has(tag))
      throw new CompileError(file, `<${tag}> is neither built in nor in any usingComponents`);
    const unknown = unknownAttribute(tag, attributes);
    if (unknown !== undefined) throw new CompileError(file, `<${tag}> has no attribute ${unknown}`);
  }
}
