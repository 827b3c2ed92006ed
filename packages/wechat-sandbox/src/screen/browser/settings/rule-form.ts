import type { RuleForm, RuleValue } from '../../types';

/** What a person is given to set a rule with. */
export type Control =
  | { kind: 'switch' }
  | { kind: 'choice'; values: RuleValue[] }
  | { kind: 'number'; min: number | undefined; max: number | undefined }
  | { kind: 'text' };

export function controlOf(form: RuleForm): Control {
  if (form.type === 'boolean') return { kind: 'switch' };
  const values = form.enum ?? form.anyOf?.flatMap((one) => (one.const === undefined ? [] : [one.const]));
  if (values && values.length > 0) return { kind: 'choice', values };
  if (form.type === 'integer' || form.type === 'number') {
    return { kind: 'number', min: form.minimum, max: bounded(form.maximum) };
  }
  return { kind: 'text' };
}

/** What a select or an input says, as the value the rule wants; undefined when it is none. */
export function valueOf(control: Control, text: string): RuleValue | undefined {
  if (control.kind === 'choice') return control.values.find((value) => String(value) === text);
  if (control.kind === 'text') return text;
  const number = Number(text);
  return control.kind === 'number' && text.trim() !== '' && Number.isFinite(number) ? number : undefined;
}

/** The largest whole number there is is no bound that anybody set. */
function bounded(maximum: number | undefined): number | undefined {
  return maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
}
