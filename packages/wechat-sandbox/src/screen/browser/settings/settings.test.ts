import { z } from 'zod';
import { rulesSchema } from '../../../rules';
import type { RuleForm } from '../../types';
import { dotenv, isSecret } from './env';
import { controlOf, valueOf } from './rule-form';

it('writes an environment that shells and dotenv read alike', () => {
  const env = { BASE: 'http://127.0.0.1:1/x', KEY: '-----BEGIN-----\nAB=\n-----END-----\n', EMPTY: '' };
  expect(dotenv(env)).toBe(
    'BASE=http://127.0.0.1:1/x\nKEY="-----BEGIN-----\\nAB=\\n-----END-----\\n"\nEMPTY=\n',
  );
});

it('knows which values are secret', () => {
  const names = [
    'MINI_PROGRAM_SECRET',
    'WECHAT_PAY_PRIVATE_KEY',
    'WECHAT_PAY_API_V3_KEY',
    'WECHAT_PAY_API_V2_KEY',
    'WECOM_CALLBACK_TOKEN',
  ];
  expect(names.filter(isSecret)).toEqual(names);
  const open = [
    'MINI_PROGRAM_APPID',
    'WECHAT_PAY_PUBLIC_KEY',
    'WECHAT_PAY_PUBLIC_KEY_ID',
    'WECHAT_PAY_CERTIFICATE',
  ];
  expect(open.filter(isSecret)).toEqual([]);
});

it('gives every rule a control that can say what it is', () => {
  const { properties = {} } = z.toJSONSchema(rulesSchema, { io: 'input' });
  const values = rulesSchema.parse({});
  for (const [name, form] of Object.entries(properties as Record<string, RuleForm>)) {
    const control = controlOf(form);
    const value = values[name as keyof typeof values];
    expect([name, control.kind]).not.toEqual([name, 'text']);
    if (control.kind === 'switch') expect(typeof value).toBe('boolean');
    else expect([name, valueOf(control, String(value))]).toEqual([name, value]);
  }
});

it('takes nothing for a number that is none, and no choice that is not offered', () => {
  expect(valueOf({ kind: 'number', min: 0, max: undefined }, ' ')).toBeUndefined();
  expect(valueOf({ kind: 'number', min: 0, max: undefined }, '1x')).toBeUndefined();
  expect(valueOf({ kind: 'choice', values: [40163, 40029] }, '40029')).toBe(40029);
  expect(valueOf({ kind: 'choice', values: [40163, 40029] }, '1')).toBeUndefined();
});
