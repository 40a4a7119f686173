import type { RoundTimeline } from "@lockstep/telemetry/views";
import type { ReactNode } from "react";
import { formatDuration } from "../format/durations.js";
import { formatPercent } from "../format/numbers.js";
import { Panel } from "../parts/panel.js";
import { roundText } from "./span-words.js";
import { meanSplit, splitParts, splitText, totalMs } from "./step-split.js";

/** Where the time of steps goes: their mean, and each of the newest ones. */
export function SplitPanel({ rounds }: { readonly rounds: readonly RoundTimeline[] }): ReactNode {
  // A round that is under way has no step yet, and its time is not told apart.
  const steps = rounds.filter(({ step }) => step !== undefined);
  const split = meanSplit(steps);
  const total = totalMs(split);
  const longest = Math.max(...steps.map((round) => totalMs(round.split)));
  if (!(total > 0)) return null;
  return (
    <Panel title="A step's time">
      <p>{splitText(split)}</p>
      <div className="split">
        <table className="split-mean">
          <caption className="visually-hidden">Mean of {steps.length} steps</caption>
          <tbody>
            {splitParts.map(({ key, name }) => (
              <tr key={key}>
                <th scope="row">
                  <i data-part={key} aria-hidden="true" />
                  {name}
                </th>
                <td className="number">{formatDuration(split[key])}</td>
                <td className="number">{shareText(split[key] / total)}</td>
                <td className="split-share" aria-hidden="true">
                  <span data-part={key} style={{ width: `${(100 * split[key]) / total}%` }} />
                </td>
              </tr>
            ))}
            <tr className="split-total">
              <th scope="row">whole step</th>
              <td className="number">{formatDuration(total)}</td>
              <td />
              <td aria-hidden="true" />
            </tr>
          </tbody>
        </table>
        <figure className="split-steps">
          <div className="split-columns" role="img" aria-label={columnsText(steps, longest)}>
            {steps.map((round) => (
              <Column key={round.round} round={round} longest={longest} />
            ))}
          </div>
          <figcaption>
            <span>{edgeText(steps[0])}</span>
            <span>each step, up to {formatDuration(longest)}</span>
            <span>{edgeText(steps.at(-1))}</span>
          </figcaption>
        </figure>
      </div>
    </Panel>
  );
}

function Column({ round, longest }: { readonly round: RoundTimeline; readonly longest: number }): ReactNode {
  const parts = splitParts.map(({ key, name }) => `${name} ${formatDuration(round.split[key])}`).join(", ");
  return (
    <div className="split-column" title={`step ${round.step ?? round.round}: ${parts}`}>
      {splitParts.toReversed().map(({ key }) => (
        <span key={key} data-part={key} style={{ height: `${(100 * round.split[key]) / longest}%` }} />
      ))}
    </div>
  );
}

function shareText(share: number): string {
  return formatPercent(share, share > 0 && share < 0.1 ? 1 : 0);
}

function columnsText(steps: readonly RoundTimeline[], longest: number): string {
  const shortest = Math.min(...steps.map(({ split }) => totalMs(split)));
  return `${steps.length} steps took from ${formatDuration(shortest)} to ${formatDuration(longest)}`;
}

function edgeText(round: RoundTimeline | undefined): string {
  return round === undefined ? "" : roundText(round);
}
