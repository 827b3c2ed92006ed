import { useState } from 'react';
import { Button } from '../../ui/button';
import { formIn, isChanged, readKind, ruleText, strengths } from './rules-form';
import type { Edits, Field, KindForm, Strength } from './rules-form';
import type { Kind, KindRule } from './types';

type Props = { types: readonly KindRule[]; edits: Edits; onChange: (type: Kind, form: KindForm) => void };

/** A table where there is room; on a phone one card for each kind, closed, with its rule as a sentence. */
export const RulesTable = ({ types, edits, onChange }: Props) => (
  <table className="id-rules">
    <thead>
      <tr>
        <th scope="col">标识</th>
        <th scope="col">没有验证时</th>
        <th scope="col">验证过</th>
        <th scope="col">最多几人用</th>
        <th scope="col">没出现就换主人</th>
        <th scope="col">失效</th>
      </tr>
    </thead>
    <tbody>
      {[...types]
        .sort((a, b) => b.rank - a.rank)
        .map((rule) => (
          <KindRow
            key={rule.type}
            rule={rule}
            form={formIn(edits, rule)}
            hasChanged={isChanged(edits, rule)}
            onChange={(form) => onChange(rule.type, form)}
          />
        ))}
    </tbody>
  </table>
);

type RowProps = {
  rule: KindRule;
  form: KindForm;
  hasChanged: boolean;
  onChange: (form: KindForm) => void;
};

function KindRow({ rule, form, hasChanged, onChange }: RowProps) {
  const [isOpen, setOpen] = useState(false);
  const { amiss } = readKind(form);
  const field = { of: rule.typeText, form, amiss, onChange };
  return (
    <tr
      data-testid="rule"
      data-type={rule.type}
      data-open={isOpen || undefined}
      data-changed={hasChanged || undefined}
    >
      <th scope="row">
        <span className="id-rule-name">
          {rule.typeText}
          {hasChanged ? <span className="chip tone-amber">已改</span> : null}
        </span>
        {rule.oneEach ? <span className="small muted id-desk-only">每人只会有一个</span> : null}
        <span className="small muted num id-phone-only">
          {ruleText(form)}
          {rule.oneEach ? '；每人只会有一个' : ''}
        </span>
        <Button
          look="plain"
          className="id-phone-only id-rule-open"
          aria-expanded={isOpen}
          aria-label={`${isOpen ? '收起' : '修改'} ${rule.typeText}`}
          onClick={() => setOpen(!isOpen)}
          data-testid="rule-open"
        >
          {isOpen ? '收起' : '修改'}
        </Button>
      </th>
      <td data-label="没有验证时">
        <StrengthField {...field} name="strength" label="没有验证时" />
      </td>
      <td data-label="验证过">
        <StrengthField {...field} name="verified" label="验证过" />
      </td>
      <td data-label="最多几人用">
        <span className="id-rule-people">
          <NumberField {...field} name="withinDays" label="人数按多少天算" unit="天内" />
          <NumberField {...field} name="most" label="最多几人用" unit="人" />
        </span>
      </td>
      <td data-label="没出现就换主人">
        <NumberField {...field} name="movesAfterDays" label="多少天没出现可换主人" unit="天" />
      </td>
      <td data-label="失效">
        <NumberField {...field} name="expiresDays" label="多少天后失效" unit="天" />
      </td>
    </tr>
  );
}

type FieldProps = {
  of: string;
  form: KindForm;
  amiss: readonly Field[];
  onChange: (form: KindForm) => void;
  label: string;
};

const StrengthField = ({
  of,
  form,
  onChange,
  label,
  name,
}: FieldProps & { name: 'strength' | 'verified' }) => (
  <span className="field">
    <select
      value={form[name]}
      aria-label={`${of} ${label}`}
      onChange={(event) => onChange({ ...form, [name]: event.target.value as Strength })}
      data-testid={`rule-${name}`}
    >
      {strengths.map(({ key, text }) => (
        <option key={key} value={key}>
          {text}
        </option>
      ))}
    </select>
  </span>
);

type NumberProps = FieldProps & {
  name: 'most' | 'withinDays' | 'movesAfterDays' | 'expiresDays';
  unit: string;
};

const NumberField = ({ of, form, amiss, onChange, label, name, unit }: NumberProps) => (
  <span className="field id-number">
    <input
      className="num"
      inputMode="numeric"
      autoComplete="off"
      maxLength={5}
      placeholder="不限"
      value={form[name]}
      aria-label={`${of} ${label}`}
      aria-invalid={amiss.includes(name) || undefined}
      onChange={(event) => onChange({ ...form, [name]: event.target.value })}
      data-testid={`rule-${name}`}
    />
    <span className="small muted">{unit}</span>
  </span>
);
