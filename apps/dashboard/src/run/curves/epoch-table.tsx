import { useState, type ReactNode } from "react";
import { formatDuration } from "../../format/durations.js";
import { formatCount, formatNumber } from "../../format/numbers.js";
import { csv } from "../../downloads/csv.js";
import { saveText } from "../../downloads/save-file.js";
import { Icon } from "../../parts/icon.js";
import { Panel } from "../../parts/panel.js";
import { bestIndex } from "../best-measure.js";
import type { KnownEpoch } from "./epoch-rows.js";

/** Rows that are shown before somebody asks for all. */
const firstRows = 20;

/** What came of each epoch, the newest first, the best value of each measure marked. */
export function EpochTable({ epochs }: { readonly epochs: readonly KnownEpoch[] }): ReactNode {
  const [showsAll, setShowsAll] = useState(false);
  const names = Object.keys(epochs.at(-1)?.measures ?? {});
  if (epochs.length === 0) return null;
  const rows = epochs.slice(showsAll ? 0 : -firstRows).reverse();
  const best = new Map(
    names.map((name) => [
      name,
      epochs[
        bestIndex(
          name,
          epochs.map(({ measures }) => measures[name]),
        )
      ],
    ]),
  );
  const tools = (
    <button type="button" className="button" onClick={() => save(epochs, names)}>
      <Icon name="download" />
      CSV
    </button>
  );
  return (
    <Panel title="Epochs" tools={tools}>
      <div className="table-scroll epoch-table" tabIndex={0} role="region" aria-label="Table of epochs">
        <table className="table">
          <thead>
            <tr>
              <th scope="col" className="number">
                Epoch
              </th>
              <th scope="col" className="number">
                Step
              </th>
              {names.map((name) => (
                <th key={name} scope="col" className="number">
                  {name}
                </th>
              ))}
              <th scope="col" className="number">
                Took
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.epoch}>
                <td className="number">{formatCount(row.epoch)}</td>
                <td className="number">{formatCount(row.step)}</td>
                {names.map((name) => (
                  <td key={name} className="number">
                    <Value value={row.measures[name]} isBest={best.get(name) === row} />
                  </td>
                ))}
                <td className="number">{formatDuration(row.durationMs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {!showsAll && epochs.length > firstRows && (
        <button type="button" className="button button-quiet" onClick={() => setShowsAll(true)}>
          Show all {formatCount(epochs.length)} epochs
        </button>
      )}
    </Panel>
  );
}

function Value({
  value,
  isBest,
}: {
  readonly value: number | undefined;
  readonly isBest: boolean;
}): ReactNode {
  if (!isBest) return formatNumber(value);
  return (
    <>
      <span className="epoch-best-mark">best</span> <b>{formatNumber(value)}</b>
    </>
  );
}

function save(epochs: readonly KnownEpoch[], names: readonly string[]): void {
  const rows = epochs.map(({ epoch, step, durationMs, measures }) => [
    epoch,
    step,
    ...names.map((name) => measures[name]),
    durationMs,
  ]);
  saveText(csv(["epoch", "step", ...names, "durationMs"], rows), "epochs.csv", "text/csv");
}
