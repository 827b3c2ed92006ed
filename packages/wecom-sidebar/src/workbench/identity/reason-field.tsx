type Props = { label: string; hint: string; value: string; onType: (typed: string) => void; testId: string };

/** Whoever looks at the history later has this only. */
export const ReasonField = ({ label, hint, value, onType, testId }: Props) => (
  <label className="field">
    <span className="small muted">{label}</span>
    <textarea
      rows={2}
      maxLength={200}
      placeholder={hint}
      value={value}
      onChange={(event) => onType(event.target.value)}
      data-testid={testId}
    />
  </label>
);
export const isReason = (typed: string): boolean => typed.trim().length >= 2;
