import { contracts } from '@omni/shared/contracts/index';
import { errorTable } from '@omni/shared/errors';
import { z } from 'zod';

const security = { public: [], member: [{ memberSession: [] }], staff: [{ staffSession: [] }] };
const bearer = (description: string) => ({ type: 'http', scheme: 'bearer', description });

/** OpenAPI 3.1 made from the contracts: what the server parses is what the document says. */
export function openApi(): object {
  const paths = Object.entries(contracts).map(([name, endpoint]) => [
    `/api/${name}`,
    {
      post: {
        operationId: name,
        summary: endpoint.summary,
        tags: [name.split('.')[0]],
        security: security[endpoint.for],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: z.toJSONSchema(endpoint.input, { io: 'input' }) } },
        },
        responses: {
          200: {
            description: 'Done',
            content: { 'application/json': { schema: z.toJSONSchema(endpoint.output) } },
          },
          default: {
            description: `Refusals of its own: ${endpoint.errors.join(', ') || 'none'}`,
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } },
          },
        },
      },
    },
  ]);
  const refusal = z.object({
    error: z.object({
      code: z.enum(Object.keys(errorTable)),
      message: z.string(),
      retry: z.boolean(),
      traceId: z.string(),
      details: z.record(z.string(), z.unknown()).optional(),
    }),
  });
  return {
    openapi: '3.1.0',
    info: { title: 'omni-retail', version: '0.1.0' },
    paths: Object.fromEntries(paths) as object,
    components: {
      schemas: { Refusal: z.toJSONSchema(refusal) },
      securitySchemes: {
        memberSession: bearer('token of identity.login'),
        staffSession: bearer('token of staff.login'),
      },
    },
  };
}
