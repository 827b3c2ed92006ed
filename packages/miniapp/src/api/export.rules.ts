import type { ExportPage } from './views';

/** Pages of one document become one: a part that went on in the next page is whole again. */
export function mergePages(pages: readonly ExportPage[]): Omit<ExportPage, 'nextCursor'> {
  const [first] = pages;
  const sections = new Map<string, ExportPage['sections'][number]>();
  for (const { name, title, items } of pages.flatMap((page) => page.sections)) {
    const before = sections.get(name)?.items ?? [];
    sections.set(name, { name, title, items: [...before, ...items] });
  }
  return {
    format: 'omni-personal-data/1',
    exportedAt: first?.exportedAt ?? '',
    sections: [...sections.values()],
  };
}

export const countRows = (pages: readonly ExportPage[]): number =>
  pages.flatMap((page) => page.sections).reduce((sum, { items }) => sum + items.length, 0);

/** `senyu-my-data-2026-11-28.json` */
export const fileNameOf = (exportedAt: string): string => `senyu-my-data-${exportedAt.slice(0, 10)}.json`;
