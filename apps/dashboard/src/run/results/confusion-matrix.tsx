import type { ClassificationResults } from "@lockstep/telemetry/views";
import type { ReactNode } from "react";
import { formatCount, formatPercent } from "../../format/numbers.js";
import { confusionOf, confusionText } from "./confusion.js";

/** True classes down, what they were taken for across. A row's colours are by its own entries. */
export function ConfusionMatrix({ results }: { readonly results: ClassificationResults }): ReactNode {
  const { ofClass } = confusionOf(results);
  const { classes, confusion } = results;
  return (
    <>
      <p>{confusionText(results)}</p>
      <div
        className="table-scroll"
        role="region"
        aria-label="True classes by what they were taken for"
        tabIndex={0}
      >
        <table className="confusion">
          <thead>
            <tr>
              <td />
              {classes.map((name, index) => (
                <th key={index} scope="col">
                  {name}
                </th>
              ))}
              <th scope="col" className="confusion-sum">
                in all
              </th>
            </tr>
          </thead>
          <tbody>
            {confusion.map((row, truth) => (
              <tr key={truth}>
                <th scope="row">{classes[truth]}</th>
                {row.map((entries, taken) => (
                  <Cell key={taken} entries={entries} of={ofClass[truth] ?? 0} isRight={truth === taken} />
                ))}
                <td className="confusion-sum">{formatCount(ofClass[truth])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="confusion-key">
        Rows: the true class. Columns: what it was taken for. Percents are of the row.
      </p>
    </>
  );
}

function Cell({
  entries,
  of,
  isRight,
}: {
  readonly entries: number;
  readonly of: number;
  readonly isRight: boolean;
}): ReactNode {
  if (entries === 0) return <td className="confusion-none">0</td>;
  const share = entries / of;
  return (
    <td
      data-right={isRight}
      style={{
        // As dark as the share is large, and never so that the numbers cannot be read.
        backgroundColor: `color-mix(in srgb, var(${isRight ? "--series-1" : "--series-2"}) ${Math.round(14 + 34 * Math.sqrt(share))}%, var(--surface))`,
      }}
      title={isRight ? "taken for what it is" : "taken for another class"}
    >
      {formatCount(entries)}
      <small>{formatPercent(share)}</small>
    </td>
  );
}
