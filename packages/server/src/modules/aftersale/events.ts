import { AftersaleKind, AftersaleState } from '@omni/shared/contracts/aftersale';
import { z } from 'zod';
import { defineEvent } from '../../kernel/outbox';

/** A case came into this state. Key: caseId. */
export const aftersaleMoved = defineEvent(
  'aftersale.moved',
  z.object({
    caseId: z.string(),
    orderId: z.string(),
    customerId: z.string(),
    storeId: z.string().nullable(),
    kind: AftersaleKind,
    state: AftersaleState,
  }),
);
