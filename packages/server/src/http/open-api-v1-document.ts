import { z } from 'zod';
import { errorTable } from '@omni/shared/errors';
import type { OpenRoute } from './open-api-v1';

const HEADERS = [
  ['X-Api-Key', 'Id of the key', '^[0-9a-z]{20}$'],
  ['X-Api-Timestamp', 'Seconds since 1970; at most five minutes off', '^\\d{10}$'],
  ['X-Api-Nonce', 'Never the same twice', '^[A-Za-z0-9_-]{16,64}$'],
  [
    'X-Api-Signature',
    'Lower-case hex HMAC-SHA256 with the secret over METHOD, path with query, timestamp, nonce and the lower-case hex SHA-256 of the body, joined by line feeds',
    '^[0-9a-f]{64}$',
  ],
] as const;

const header = ([name, description, pattern]: readonly [string, string, string]) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string', pattern },
});
const IDEMPOTENCY = header([
  'Idempotency-Key',
  'The same key with the same content is answered the same, with other content refused (409)',
  '^[\\w.:-]{8,64}$',
]);

type Property = { type?: unknown };
type ObjectSchema = { properties?: Record<string, Property>; required?: string[] };

/** OpenAPI 3.1 of the calls of other systems, made from the schemas that parse them. */
export function openApiDocument(routes: readonly OpenRoute[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'omni-retail open API', version: '1' },
    servers: [{ url: '/open-api/v1' }],
    paths,
    components: { schemas: { Refusal: refusalSchema() } },
  };
}

function operationOf(route: OpenRoute): object {
  const query = z.toJSONSchema(route.query, { io: 'input', unrepresentable: 'any' }) as ObjectSchema;
  return {
    operationId: route.name,
    summary: route.summary,
    parameters: [
      ...HEADERS.map(header),
      ...(route.method === 'POST' ? [IDEMPOTENCY] : []),
      ...[...route.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
        name,
        in: 'path',
        required: true,
        schema: { type: 'string' },
      })),
      ...Object.entries(query.properties ?? {}).map(([name, schema]) => ({
        name,
        in: 'query',
        required: query.required?.includes(name) ?? false,
        schema,
      })),
    ],
    ...(route.method === 'POST'
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: z.toJSONSchema(route.body, { io: 'input' }) } },
          },
        }
      : {}),
    responses: {
      200: {
        description: 'Done',
        content: { 'application/json': { schema: z.toJSONSchema(route.output) } },
      },
      default: {
        description: `Needs the scope ${route.scope}. Refusals of its own: ${route.errors.join(', ') || 'none'}`,
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } },
      },
    },
  };
}

const refusalSchema = (): object =>
  z.toJSONSchema(
    z.object({
      error: z.object({
        code: z.enum(Object.keys(errorTable)),
        message: z.string(),
        retry: z.boolean(),
        traceId: z.string(),
        details: z.record(z.string(), z.unknown()).optional(),
      }),
    }),
  );
