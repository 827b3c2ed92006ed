/** What functions find that the automator sends into the service: a sketch, for tests. */
declare const wx: Record<string, (...given: never[]) => never> & {
  getStorageSync(key: string): unknown;
  setStorageSync(key: string, data: unknown): void;
  clearStorageSync(): void;
  getStorageInfoSync(): { keys: string[] };
  canIUse(schema: string): boolean;
  createSelectorQuery(): {
    select(selector: string): { boundingClientRect(): void };
    selectViewport(): { scrollOffset(): void };
    exec(done: (results: unknown) => void): void;
  };
};
declare function getApp(): Record<string, unknown>;
declare function getCurrentPages(): Record<string, unknown>[];
