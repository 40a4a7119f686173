import type { ReactNode } from "react";
import "./plot.css";

/** What a picture shows, as a table for who cannot see it, or wants its numbers. */
export function AsTable({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <details className="as-table">
      <summary>As a table</summary>
      <div className="table-scroll" role="region" aria-label={label} tabIndex={0}>
        {children}
      </div>
    </details>
  );
}
