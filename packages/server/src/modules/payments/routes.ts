export { webhooks } from './webhooks';
