import { Icon } from '../ui/icon';

/** Why something did not work, said at once to those who listen. */
export const LineProblem = ({ text, testId }: { text: string | null; testId: string }) =>
  text ? (
    <p className="line-problem" role="alert" data-testid={testId}>
      <Icon name="warn" size={18} />
      {text}
    </p>
  ) : null;
