import { blockedProblem } from './rules-form';

type Props = { text: string; onType: (text: string) => void };

/** What stands in a form when nobody knows: values that are nobody's. */
export const BlockedField = ({ text, onType }: Props) => (
  <section className="card id-card">
    <label className="field">
      <span className="h2">无效值</span>
      <span className="small muted even">
        一行一个。整个号码或卡号与它相同，就当作没有填；可以用正则表达式，例如 [0-]* 是全零。
      </span>
      <textarea
        className="num"
        rows={6}
        spellCheck={false}
        autoCapitalize="none"
        value={text}
        aria-invalid={blockedProblem(text) !== null || undefined}
        onChange={(event) => onType(event.target.value)}
        data-testid="rules-blocked"
      />
    </label>
  </section>
);
