import { readPieces } from './figures';

type Props = {
  label: string;
  value: string;
  onType: (typed: string) => void;
  testId: string;
  hint?: string;
  autoFocus?: boolean;
};

/** A number of pieces, for a phone's number keys. */
export const PiecesField = ({ label, value, onType, testId, hint, autoFocus }: Props) => (
  <label className="field">
    <span className="small muted">{label}</span>
    <input
      className="num"
      inputMode="numeric"
      autoComplete="off"
      maxLength={7}
      placeholder={hint}
      autoFocus={autoFocus}
      value={value}
      aria-invalid={(value.trim() !== '' && readPieces(value) === null) || undefined}
      onChange={(event) => onType(event.target.value)}
      data-testid={testId}
    />
  </label>
);
