/**
 * Where we sell: stores with their place (GCJ-02, converted at the door), weekly hours in Asia/Shanghai, and printed codes.
 * `findWithin` searches an index inside this process; MongoDB is the truth, and every change reaches every process.
 * A store that is closed for good is NOT_FOUND, but `findStores` still names it for old orders.
 * A printed code keeps its meaning for ever: the same target always has the same scene.
 */
export { findStores, findWithin, isOpen, requireStore } from './find-stores';
export { AROUND_THE_CLOCK, everyDay } from './hours.rules';
export type { Hours } from './hours.rules';
export { presentStore } from './present';
export type { StoreView } from './present';
export { saveStore, saveStores } from './save-stores';
export { saveSceneCode } from './scan-scene';
export type { Near } from './store-index';
export type { Store, StoreStatus } from './store.model';
