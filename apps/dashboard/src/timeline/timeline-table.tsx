import type { RoundTimeline } from "@lockstep/telemetry/views";
import type { ReactNode } from "react";
import { formatDuration } from "../format/durations.js";
import { AsTable } from "../plot/as-table.js";
import { lanesOf } from "./lanes.js";
import { kindWords, outcomeWords, rangeText, roundText } from "./span-words.js";

/** The newest rounds in words: what the drawing shows, span by span. */
export function TimelineTable({ rounds }: { readonly rounds: readonly RoundTimeline[] }): ReactNode {
  return (
    <AsTable label="Work of the newest rounds">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Round</th>
            <th scope="col">Worker</th>
            <th scope="col">Micro-batches</th>
            <th scope="col">Kind</th>
            <th scope="col" className="number">
              Began
            </th>
            <th scope="col" className="number">
              Took
            </th>
            <th scope="col">Outcome</th>
          </tr>
        </thead>
        <tbody>{rounds.toReversed().slice(0, 10).flatMap(rowsOf)}</tbody>
      </table>
    </AsTable>
  );
}

function rowsOf(round: RoundTimeline): readonly ReactNode[] {
  return lanesOf([round]).flatMap(({ spans }) =>
    spans.map((placed) => {
      const { workerId, first, kind, beganMs, endedMs, outcome } = placed.span;
      return (
        <tr key={`${round.round} ${workerId} ${first} ${kind} ${beganMs}`}>
          <th scope="row">{roundText(round)}</th>
          <td>{workerId}</td>
          <td>{rangeText(placed.span)}</td>
          <td>{kindWords[kind]}</td>
          <td className="number">{formatDuration(Math.max(0, beganMs - round.beganMs))}</td>
          <td className="number">{formatDuration(endedMs - beganMs)}</td>
          <td>{outcomeWords[outcome]}</td>
        </tr>
      );
    }),
  );
}
