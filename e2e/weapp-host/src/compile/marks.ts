/** Stands before every class name; the view puts the style scope of the component there, or nothing for a page. */
export const SCOPE_MARK = '__scope__';
/** Stands for the host element of a component (`:host`). */
export const HOST_MARK = '__host__';
