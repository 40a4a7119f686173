import type { WorkSpan } from "@lockstep/telemetry/views";
import type { ReactNode } from "react";

const entries: readonly {
  readonly kind: WorkSpan["kind"];
  readonly outcome: WorkSpan["outcome"];
  readonly word: string;
}[] = [
  { kind: "primary", outcome: "counted", word: "first assignment" },
  { kind: "speculative", outcome: "counted", word: "speculative duplicate" },
  { kind: "audit", outcome: "counted", word: "audit" },
  { kind: "primary", outcome: "dropped", word: "dropped or taken back" },
  { kind: "primary", outcome: "lost", word: "lost or failed" },
  { kind: "primary", outcome: "open", word: "not done yet" },
];

/** How spans look, in words. */
export function TimelineLegend(): ReactNode {
  return (
    <ul className="timeline-legend">
      {entries.map(({ kind, outcome, word }) => (
        <li key={word}>
          <svg width="22" height="12" aria-hidden="true">
            <rect
              className="timeline-span"
              data-kind={kind}
              data-outcome={outcome}
              x="1"
              y="1"
              width="20"
              height="10"
            />
          </svg>
          {word}
        </li>
      ))}
      <li className="quiet">gaps are waiting</li>
    </ul>
  );
}
