/**
 * Where an order can be had: which stores near a point can hand these goods over, or whether the warehouse sends them.
 * It only reads; the hold that decides is inventory's.
 */
export { findNearbyStores } from './find-nearby-stores';
export { skuAvailability } from './sku-availability';
