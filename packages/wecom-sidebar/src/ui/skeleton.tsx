/** The shape of what is coming, so that the page does not jump. */
export const Skeleton = ({ rows }: { rows: number }) => (
  <div className="skeleton" role="status" data-testid="loading">
    <span className="sr-only">正在加载</span>
    {Array.from({ length: rows }, (_, row) => (
      <div key={row} className="skeleton-card" aria-hidden="true">
        <span className="skeleton-line skeleton-short" />
        <span className="skeleton-line" />
        <span className="skeleton-line skeleton-mid" />
      </div>
    ))}
  </div>
);
