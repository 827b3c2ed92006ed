import { HOST_MARK, SCOPE_MARK } from '../compile/marks';

type StyleParts = {
  path: string;
  styles: Record<string, string>;
  screenWidth: number;
  resolve: (source: string) => string;
};

/** CSS of one wxss file for this screen, its classes in the scope of its component. */
export function styleText(parts: StyleParts, file: string, scope: string): string {
  const text = parts.styles[file] ?? '';
  const prefix = scope === '' ? '' : `${scope}--`;
  const marked = text.replaceAll(SCOPE_MARK, prefix).replaceAll(HOST_MARK, `[wx-host="${scope}"]`);
  return withUrls(
    parts,
    marked.replace(/__rpx\((-?[\d.]+)\)/g, (_, amount: string) => rpx(amount, parts.screenWidth)),
  );
}

/** A style attribute: it may hold rpx too. */
export const inlineStyle = (parts: StyleParts, style: string): string =>
  withUrls(
    parts,
    style.replace(/(?<![\w#-])(-?\d*\.?\d+)rpx\b/g, (_, amount: string) => rpx(amount, parts.screenWidth)),
  );

/** 750 rpx are the width of the screen; WeChat rounds down to whole pixels, but never to nothing. */
export function rpx(amount: string, screenWidth: number): string {
  const exact = (Number(amount) * screenWidth) / 750;
  const whole = Math.sign(exact) * Math.floor(Math.abs(exact) + 1e-4);
  if (whole !== 0 || exact === 0) return `${whole}px`;
  return `${Math.sign(exact)}px`;
}

const withUrls = (parts: StyleParts, text: string): string =>
  text.replace(
    /url\(\s*(['"]?)((?!data:)[^'")]+)\1\s*\)/g,
    (_, quote: string, source: string) => `url(${quote}${parts.resolve(source)}${quote})`,
  );
