/**
 * Fittings (预约到店试穿): half an hour of a fitting room in one store, with pieces that a guide lays out before. A slot never has more
 * bookings than the store has rooms, nobody has two fittings at one time or more than three to come, however they are asked for.
 * No stock is held. What somebody told of their body is forgotten the moment the fitting is over.
 */
export { fittingNews } from './events';
export { integrityErrors } from './check-integrity';
export { eraseOf, exportOf } from './personal-data';
