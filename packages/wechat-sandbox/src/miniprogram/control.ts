import { z } from 'zod';
import { controlBody } from '../control/read';
import type { Ctx } from '../ctx';
import { json } from '../http/message';
import type { Route } from '../http/router';
import { codeText } from './scene-codes';

const pagesSchema = z.strictObject({ pages: z.array(z.string()).nullable() });

export function miniProgramControlRoutes(ctx: Ctx): Route[] {
  return [
    {
      method: 'GET',
      pattern: '/control/scene-codes',
      handle: () => json(ctx.state.mini.sceneCodes.map((code) => ({ ...code, text: codeText(code) }))),
    },
    {
      method: 'POST',
      pattern: '/control/mini-program',
      handle: (request) => {
        ctx.state.mini.pages = controlBody(request, pagesSchema).pages;
        return json({ pages: ctx.state.mini.pages });
      },
    },
  ];
}
