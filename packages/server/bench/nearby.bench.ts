/** Stores within 3 km of a random point in a city of 2,000 stores: our in-process index beside MongoDB's own search. */
import mongoose from 'mongoose';
import * as stores from '../src/modules/stores';
import { aStore } from '../src/modules/stores/testing';
import { startSuite } from '../src/testing';
import { print, rate } from './report';

const STORES = 2000;
const RADIUS_METRES = 3000;
const inCity = () => ({
  latitude: 31.0 + Math.random() * 0.65,
  longitude: 121.1 + Math.random() * 0.9,
});

async function main(): Promise<void> {
  const suite = await startSuite();
  const list = Array.from({ length: STORES }, () => aStore(inCity()));
  await stores.saveStores(suite.ctx(), list);
  const plain = mongoose.connection.collection('bench_stores');
  await plain.insertMany(
    list.map(({ storeId, latitude, longitude }) => ({
      storeId,
      at: { type: 'Point', coordinates: [longitude, latitude] },
    })),
  );
  await plain.createIndex({ at: '2dsphere' });
  const ask = () => {
    const { latitude, longitude } = inCity();
    const near = { type: 'Point' as const, coordinates: [longitude, latitude] };
    return plain.find({ at: { $nearSphere: { $geometry: near, $maxDistance: RADIUS_METRES } } }).toArray();
  };
  const baseline = await rate(ask, 16);
  const value = await rate(() => stores.findWithin(suite.ctx(), inCity(), RADIUS_METRES), 16);
  print({ bench: 'nearby', metric: 'searches_per_second', value, baseline });
  await suite.close();
}

void main();
