import { useMemo, useState } from 'react';
import { useQuestion } from '../../api/use-question';
import { Icon } from '../../ui/icon';
import type { Group, Node } from './evidence';
import { GraphDrawing } from './graph-drawing';
import { draw } from './graph-layout';
import { GraphLegend } from './graph-legend';
import { NodePanel } from './node-panel';
import type { Graph } from './types';
import { useWidth } from './use-width';
import { litAround, litBy } from './way';
import { WhyPanel } from './why-panel';

type Props = {
  graph: Graph;
  nodes: Node[];
  groups: Group[];
  now: number;
  onShare: (key: string) => void;
};

/** One tap shows what an identifier was shown with, a second one why the two are one person's, a third begins again. */
function usePicked(nodes: readonly Node[]) {
  const [keys, setKeys] = useState<readonly string[]>([]);
  // A node may be gone after the customer was read again.
  const picked = keys.flatMap((key) => nodes.find((node) => node.key === key) ?? []);
  const pick = (key: string) =>
    setKeys(() => {
      const before = picked.map((node) => node.key);
      if (before.includes(key)) return before.filter((each) => each !== key);
      return before.length === 1 ? [...before, key] : [key];
    });
  return { picked, pick, clear: () => setKeys([]) };
}

export function GraphSection({ graph, nodes, groups, now, onShare }: Props) {
  const { picked, pick, clear } = usePicked(nodes);
  const [first, second] = picked;
  const why = useQuestion('identity.why', first && second ? { from: first.key, to: second.key } : null);
  const [place, width] = useWidth<HTMLDivElement>();
  const drawing = useMemo(() => (width > 0 ? draw(nodes, groups, width) : null), [nodes, groups, width]);
  const lit = useMemo(() => {
    if (!first) return null;
    if (!second) return litAround(first.key, groups);
    return why.data?.way ? litBy(why.data.way, groups) : null;
  }, [first, second, why.data, groups]);
  return (
    <section className="card id-graph" aria-labelledby="graph-title" data-testid="identity-graph">
      <div className="id-graph-head">
        <h2 className="h2" id="graph-title">
          为什么是同一个人
        </h2>
        <p className="small muted even">
          {nodes.length === 0
            ? '这位顾客还没有任何标识。'
            : '点一个标识，看它的依据；再点另一个，看它们怎么连到一起。'}
        </p>
      </div>
      <div className="id-graph-body">
        <div className="id-graph-place">
          <div ref={place}>
            {drawing && nodes.length > 0 ? (
              <GraphDrawing {...{ drawing, lit, pick }} picked={picked.map(({ key }) => key)} />
            ) : null}
          </div>
          <GraphLegend groups={groups} />
        </div>
        {first && second ? (
          <WhyPanel {...{ first, second, why, nodes, now }} onClose={clear} />
        ) : first ? (
          <NodePanel key={first.key} node={first} {...{ graph, now, onShare }} onClose={clear} />
        ) : (
          <NoPanel />
        )}
      </div>
    </section>
  );
}

/** Its place is kept where there is room, so that the drawing does not move when a node is picked. */
const NoPanel = () => (
  <div className="id-no-panel" aria-hidden="true">
    <Icon name="eye" size={28} />
    <p className="small">选中的标识会在这里说明</p>
  </div>
);
