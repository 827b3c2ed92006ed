import { call } from './client';
import { countRows, fileNameOf, mergePages } from './export.rules';
import type { CallFailure } from './hooks';
import type { ExportPage } from './views';

export type Exported = { name: string; text: string; rows: number };

/** Page by page; `tell` hears how many rows there are so far. */
export async function exportMyData(tell: (rows: number) => void): Promise<Exported | CallFailure> {
  const pages: ExportPage[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const result = await call('privacy.exportMyData', cursor === undefined ? {} : { cursor });
    if (!result.ok) return result;
    pages.push(result.data);
    tell(countRows(pages));
    cursor = result.data.nextCursor;
  }
  const document = mergePages(pages);
  const text = JSON.stringify(document, null, 2);
  return { name: fileNameOf(document.exportedAt), text, rows: countRows(pages) };
}
