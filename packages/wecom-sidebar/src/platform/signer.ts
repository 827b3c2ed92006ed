/** What staff.signPage answers: one call signs the page for config and for agentConfig. */
export type SignedPage = {
  corpId: string;
  agentId: string;
  config: { timestamp: number; nonceStr: string; signature: string };
  agentConfig: { timestamp: number; nonceStr: string; signature: string };
};
export type Sign = (url: string) => Promise<SignedPage>;

/** A ticket lives 7200 s; a signature older than half of that is made anew. */
const FRESH_MS = 3600_000;

export const withoutHash = (url: string): string => url.split('#', 1)[0] ?? url;

/** Signs each page once: callers that ask at the same time share one request, a failed one is forgotten. */
export function createSigner(sign: Sign, now: () => number): Sign {
  const kept = new Map<string, { at: number; page: Promise<SignedPage> }>();
  return (address) => {
    const url = withoutHash(address);
    const known = kept.get(url);
    if (known && now() - known.at < FRESH_MS) return known.page;
    const page = sign(url);
    kept.set(url, { at: now(), page });
    page.catch(() => kept.delete(url));
    return page;
  };
}
