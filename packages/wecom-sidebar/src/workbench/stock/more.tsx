import { Button } from '../../ui/button';
import { LineProblem } from '../line-problem';
import type { Pages } from './use-pages';

/** The foot of a list: the rest of it, and why what stands above may be old. */
export const More = ({ pages, testId }: { pages: Pages<unknown>; testId: string }) => (
  <>
    <LineProblem
      text={pages.refusal ? `${pages.refusal.message}，上面可能不是最新的` : null}
      testId={`${testId}-stale`}
    />
    {pages.more ? (
      <Button
        look="line"
        wide
        busy={pages.busy}
        busyText="加载中"
        onClick={pages.loadMore}
        data-testid={testId}
      >
        加载更多
      </Button>
    ) : null}
  </>
);
