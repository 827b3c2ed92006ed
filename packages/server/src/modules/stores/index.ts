/**
 * Where we sell: stores with their place (GCJ-02, converted at the door), weekly hours in Asia/Shanghai, and printed codes.
 * `findWithin` searches an index inside this process; MongoDB is the truth, and every change reaches every process.
 * A store that is closed for good is NOT_FOUND, but `findStores` still names it for old orders.
 * `isOpen` and `nextOpeningAt` know weekly hours, special days, public holidays, closings past midnight and outages.
 * A printed code keeps its meaning for ever: the same target always has the same scene.
 */
export {
  closesAt,
  findServing,
  findStores,
  findWithin,
  isOpen,
  nextOpeningAt,
  recallStore,
  requireStore,
  routingOf,
} from './find-stores';
export {
  AROUND_THE_CLOCK,
  clockOf,
  everyDay,
  hoursText,
  isPublicHoliday,
  minutesToOpening,
  openingOn,
} from './hours.rules';
export type { DayHours, Hours, Opening } from './hours.rules';
export { declareOutage } from './manage-routing';
export { presentStore } from './present';
export type { StoreView } from './present';
export { saveStore, saveStores } from './save-stores';
export { saveSceneCode } from './scan-scene';
export { areaHolds } from './reach.rules';
export { buildIndex, searchReaching } from './store-index';
export type { Near, StoreIndex } from './store-index';
export type { RoutingFacts, Store, StoreStatus } from './store.model';
