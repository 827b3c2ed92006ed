import postcss from 'postcss';
import type { AtRule, Root } from 'postcss';
import { EMULATED_TAGS } from '../tags';
import { CompileError } from './dist';
import { resolvePath } from './dist-path';
import type { Dist } from './dist';
import { HOST_MARK, SCOPE_MARK } from './marks';

const tags = new Set<string>(EMULATED_TAGS);

/**
 * One wxss file as CSS for the view: imports are put in place, `page` is the body, built-in tags are `wx-…`,
 * `12rpx` is `__rpx(12)` (only the view knows the width of the screen) and class names carry {@link SCOPE_MARK}.
 */
export function compileStyle(dist: Dist, file: string): string {
  const root = parse(dist, file, new Set());
  root.walkRules((rule) => {
    if (rule.parent?.type === 'atrule' && /keyframes$/.test((rule.parent as AtRule).name)) return;
    rule.selector = translateSelector(rule.selector);
  });
  root.walkDecls((decl) => {
    decl.value = translateLengths(decl.value);
  });
  root.walkAtRules((rule) => {
    rule.params = translateLengths(rule.params);
  });
  return root.toString();
}

function parse(dist: Dist, file: string, seen: Set<string>): Root {
  if (seen.has(file)) return postcss.root();
  seen.add(file);
  const root = parseOne(file, dist.text(file));
  root.walkAtRules('import', (rule) => {
    const target = /^(?:url\()?\s*["']([^"']+)["']/.exec(rule.params)?.[1];
    if (target === undefined) throw new CompileError(file, `cannot read @import ${rule.params}`);
    const path = resolvePath(file, target);
    if (!dist.has(path)) throw new CompileError(file, `@import of ${path}, which is not there`);
    rule.replaceWith(parse(dist, path, seen).nodes);
  });
  return root;
}

function parseOne(file: string, text: string): Root {
  try {
    return postcss.parse(text, { from: file });
  } catch (error) {
    throw new CompileError(file, (error as Error).message);
  }
}

/** Strings are left as they are. */
const translateLengths = (value: string): string =>
  value.replace(/"[^"]*"|'[^']*'|(?<![\w#.-])(-?\d*\.?\d+)rpx\b/g, (whole, amount: string | undefined) =>
    amount === undefined ? whole : `__rpx(${amount})`,
  );

/** Exported for its test: `page view.a > .b:host` → `body wx-view.__scope__a > …`. */
export function translateSelector(selector: string): string {
  return selector
    .split(/(\[[^\]]*\]|"[^"]*"|'[^']*')/)
    .map((part, index) => (index % 2 === 1 ? part : translateNames(part)))
    .join('');
}

function translateNames(part: string): string {
  return part
    .replace(/:host\b/g, HOST_MARK)
    .replace(/\.(?=[a-zA-Z_\\-])/g, `.${SCOPE_MARK}`)
    .replace(/(^|[\s,>+~(])([a-z][a-z-]*)(?![\w-]*\()/g, (whole, before: string, tag: string) => {
      if (tag === 'page') return `${before}body`;
      return tags.has(tag) ? `${before}wx-${tag}` : whole;
    });
}
