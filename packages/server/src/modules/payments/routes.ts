import type { Webhook } from '../../http/routes';

export const webhooks: Webhook[] = [];
