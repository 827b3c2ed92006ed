import { previewContext, tell } from './backend';
import type { Template } from './backend';
import { WxFailure, wxApi } from './call';
import { currentPerson } from './person';
import { element, fromLine, heading, showSheet } from './sheet';

/** Three is what every version of the real documentation allows. */
const MOST_TEMPLATES = 3;

export const requestSubscribeMessage = wxApi('requestSubscribeMessage', async (options) => {
  const ids = Array.isArray(options.tmplIds) ? options.tmplIds.map(String) : [];
  if (ids.length === 0) throw new WxFailure("TmplIds can't be empty", { errCode: 10001 });
  if (ids.length > MOST_TEMPLATES)
    throw new WxFailure('Templates count out of max bounds', { errCode: 20003 });
  const { miniProgram } = await previewContext();
  const templates = miniProgram.templates.filter((template) => ids.includes(template.id));
  if (templates.length < ids.length) {
    throw new WxFailure('No template data return, verify the template id exist', { errCode: 20001 });
  }
  const accepted = await askWhich(miniProgram.name, templates);
  const { id } = await currentPerson();
  const answers: Record<string, string> = {};
  for (const answer of ['accept', 'reject'] as const) {
    const templateIds = ids.filter((templateId) => accepted.includes(templateId) === (answer === 'accept'));
    if (templateIds.length === 0) continue;
    Object.assign(answers, await tell(`/control/shoppers/${id}/subscribe`, { templateIds, answer }));
  }
  return answers;
});

/** One tick per template; what stays unticked is refused. */
function askWhich(name: string, templates: Template[]): Promise<string[]> {
  const ticks = templates.map((template) => ({
    id: template.id,
    title: template.title,
    input: element('input', {
      attributes: { type: 'checkbox', 'data-testid': `sandbox-subscribe-${template.id}` },
    }),
  }));
  for (const tick of ticks) tick.input.checked = true;
  return showSheet<string[]>({
    label: '订阅消息',
    content: [
      fromLine(name, '申请'),
      heading('向你发送以下消息'),
      ...ticks.map(({ input, title }) =>
        element('label', { className: 'wxs-tick', children: [input, title] }),
      ),
    ],
    buttons: [
      { text: '拒绝', testId: 'sandbox-subscribe-reject', value: [] },
      {
        text: '允许',
        testId: 'sandbox-subscribe-accept',
        value: () => ticks.filter(({ input }) => input.checked).map(({ id }) => id),
        primary: true,
      },
    ],
    cancelled: [],
  });
}
