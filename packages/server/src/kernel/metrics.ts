import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

export const registry = new Registry();
collectDefaultMetrics({ register: registry });

export const requestSeconds = new Histogram({
  name: 'omni_request_seconds',
  help: 'Time to answer one endpoint call',
  labelNames: ['endpoint', 'status'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  registers: [registry],
});
export const refusals = new Counter({
  name: 'omni_refusals_total',
  help: 'Refusals by endpoint and code',
  labelNames: ['endpoint', 'code'],
  registers: [registry],
});
export const platformCalls = new Counter({
  name: 'omni_platform_calls_total',
  help: 'Calls to outside platforms by platform, api and answered code',
  labelNames: ['platform', 'api', 'code'],
  registers: [registry],
});
export const outboxLagSeconds = new Gauge({
  name: 'omni_outbox_lag_seconds',
  help: 'Age of the oldest due outbox row that was not handed on',
  registers: [registry],
});
export const deliveries = new Counter({
  name: 'omni_deliveries_total',
  help: 'Events and jobs run, by name and outcome',
  labelNames: ['name', 'outcome'],
  registers: [registry],
});
export const leaseSweeps = new Counter({
  name: 'omni_lease_sweeps_total',
  help: 'Expired leases given back, by kind',
  labelNames: ['kind'],
  registers: [registry],
});
