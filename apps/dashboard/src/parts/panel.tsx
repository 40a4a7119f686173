import { useId, type ReactNode } from "react";

/** A part of a page with a heading of its own. */
export function Panel({
  title,
  tools,
  children,
}: {
  readonly title: string;
  /** At the end of the heading's line. */
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  const id = useId();
  return (
    <section className="panel" aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id}>{title}</h2>
        {tools !== undefined && <div className="panel-tools">{tools}</div>}
      </div>
      <div className="panel-body">{children}</div>
    </section>
  );
}
