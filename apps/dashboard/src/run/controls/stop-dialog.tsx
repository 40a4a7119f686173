import type { RunSnapshot } from "@lockstep/telemetry/events";
import type { ReactNode } from "react";
import { formatCount } from "../../format/numbers.js";
import { Dialog } from "../../parts/dialog.js";

/** Stopping cannot be undone: it is asked for twice. */
export function StopDialog({
  run,
  onClose,
  onStop,
}: {
  readonly run: RunSnapshot;
  readonly onClose: () => void;
  readonly onStop: () => void;
}): ReactNode {
  return (
    <Dialog title={`Stop ${run.name}?`} onClose={onClose}>
      <p>{consequence(run)} That cannot be undone.</p>
      <div className="dialog-buttons">
        <button type="button" className="button" autoFocus onClick={onClose}>
          Let it go on
        </button>
        <button type="button" className="button button-danger" onClick={onStop}>
          Stop it
        </button>
      </div>
    </Dialog>
  );
}

function consequence({ state, kind, step, totalSteps }: RunSnapshot): string {
  if (state === "queued") return "It is taken out of the queue before it began.";
  if (kind !== "train") return "It ends without its results.";
  return `It ends after its current step, ${formatCount(step)} of ${formatCount(totalSteps)}, and its model is saved as it is then.`;
}
