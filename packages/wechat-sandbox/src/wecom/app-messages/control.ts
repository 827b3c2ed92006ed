import { z } from 'zod';
import { ControlError, controlBody, requireMember } from '../../control/read';
import type { Ctx } from '../../ctx';
import { json } from '../../http/message';
import type { Incoming } from '../../http/message';
import type { Route } from '../../http/router';
import { enterAgent, pressCard } from './template-cards';

const pressSchema = z.strictObject({
  card: z.string(),
  key: z.string(),
  selected: z.record(z.string(), z.array(z.string())).optional(),
});

export function appMessageControlRoutes(ctx: Ctx): Route[] {
  const useridOf = (request: Incoming): string => requireMember(ctx, request.params.userid ?? '').userid;
  return [
    {
      method: 'POST',
      pattern: '/control/staff/:userid/press-card',
      handle: (request) => {
        const pressed = pressCard(ctx, useridOf(request), controlBody(request, pressSchema));
        if (typeof pressed === 'string') throw new ControlError(409, pressed);
        return json(pressed);
      },
    },
    {
      method: 'POST',
      pattern: '/control/staff/:userid/open-app',
      handle: (request) => {
        enterAgent(ctx, useridOf(request));
        return json({ entered: true });
      },
    },
  ];
}
