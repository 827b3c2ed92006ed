/** Operations on the tree of one page, in the order in which the service made them. Nodes are named by numbers. */
export type RenderOp =
  | ['element', id: number, tag: string, isComponent: boolean]
  | ['text', id: number, content: string]
  | ['fragment', id: number]
  | ['append', parent: number, child: number]
  | ['remove', parent: number, child: number]
  | ['insert', parent: number, child: number, before: number]
  | ['replace', parent: number, child: number, old: number]
  | ['splice', parent: number, before: number | null, deleteCount: number, list: number | null]
  | ['release', id: number]
  | ['setId', id: number, value: string]
  | ['scope', id: number, own: string, host: string | null]
  | ['style', id: number, value: string]
  | ['addClass', id: number, name: string]
  | ['removeClass', id: number, name: string]
  | ['clearClasses', id: number]
  | ['attribute', id: number, name: string, value: unknown]
  | ['setText', id: number, content: string]
  | ['listen', id: number, type: string, level: number]
  | ['model', id: number, name: string]
  | ['styleSheet', path: string, scope: string];

/** The node into which the service puts the page. */
export const ROOT_NODE = 0;
/** The tag of the page itself: the view takes the body of the page's document for it. */
export const PAGE_TAG = 'page';

export type RenderBatch = { pageId: number; ops: RenderOp[] };

/** An event on its way from the view to the service. */
export type ViewEvent = {
  pageId: number;
  node: number;
  type: string;
  detail: unknown;
  bubbles: boolean;
  /** `touches`, `changedTouches` … : fields beside `detail`. */
  fields?: Record<string, unknown>;
  /** Set for a two-way bound attribute (`model:value`): its new value. */
  model?: { name: string; value: unknown };
};
