import type { ReactNode } from "react";
import { Link } from "wouter";
import { StateMark } from "../parts/state-mark.js";
import { runStateLooks } from "../parts/tone.js";
import { runAddress } from "../shell/addresses.js";
import { LossSparkline } from "./loss-sparkline.js";
import { RunBest, RunEta, RunProgress, RunSubmitted } from "./run-facts.js";
import type { RunRowsProps } from "./runs-table.js";

/** Runs where there is no room for a table. */
export function RunCards({ runs, rates, settings }: RunRowsProps): ReactNode {
  return (
    <ul className="run-cards">
      {runs.map((run) => (
        <li key={run.runId} className="panel run-card">
          <div className="run-card-head">
            <input
              type="checkbox"
              aria-label={`Select ${run.name}, ${run.runId}`}
              checked={settings.selected.includes(run.runId)}
              onChange={() => settings.toggle(run.runId)}
            />
            <Link href={runAddress(run.runId)} className="run-name">
              {run.name}
            </Link>
            <StateMark look={runStateLooks[run.state]} />
          </div>
          <RunProgress run={run} />
          <div className="run-card-facts">
            <span>
              <RunBest run={run} />
            </span>
            <LossSparkline run={run} />
          </div>
          <div className="run-card-facts quiet">
            <RunSubmitted run={run} />
            <span>
              {run.state === "running" && (
                <>
                  <RunEta run={run} rate={rates[run.runId]} /> left
                </>
              )}
            </span>
          </div>
        </li>
      ))}
    </ul>
  );
}
