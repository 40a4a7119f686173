import { isFinished, type RunSnapshot } from "@lockstep/telemetry/events";
import type { RunAction } from "@lockstep/telemetry/views";
import { useId, useState, type ReactNode } from "react";
import { Icon, type IconName } from "../../parts/icon.js";
import { useLiveState } from "../../store/live-context.js";
import { refusalOf } from "./control-rules.js";
import { StopDialog } from "./stop-dialog.js";
import { useRunActions, type RunActions } from "./use-run-actions.js";
import "./controls.css";

/** Steers a run that is not over. */
export function RunControls({ run }: { readonly run: RunSnapshot }): ReactNode {
  const actions = useRunActions(run);
  const [isStopping, setStopping] = useState(false);
  const isPaused = run.state === "paused";
  if (isFinished(run)) return null;
  const common = { run, actions };
  return (
    <div className="controls">
      <div className="controls-buttons" role="group" aria-label="Controls">
        {isPaused ? (
          <ControlButton {...common} action="resume" icon="play" name="Resume" />
        ) : (
          <ControlButton {...common} action="pause" icon="pause" name="Pause" />
        )}
        <ControlButton {...common} action="checkpoint" icon="save" name="Checkpoint now" />
        <ControlButton {...common} action="stop" icon="stop" name="Stop" onClick={() => setStopping(true)} />
      </div>
      <p className="controls-told" role="status" data-failed={actions.told?.isFailure}>
        {actions.told?.text}
      </p>
      {isStopping && (
        <StopDialog
          run={run}
          onClose={() => setStopping(false)}
          onStop={() => {
            setStopping(false);
            actions.ask("stop");
          }}
        />
      )}
    </div>
  );
}

function ControlButton({
  run,
  actions,
  action,
  icon,
  name,
  onClick,
}: {
  readonly run: RunSnapshot;
  readonly actions: RunActions;
  readonly action: RunAction;
  readonly icon: IconName;
  readonly name: string;
  /** Instead of asking at once. */
  readonly onClick?: () => void;
}): ReactNode {
  const id = useId();
  const connection = useLiveState((state) => state.connection.type);
  const isPending = actions.pending === action;
  const refusal = isPending ? "It was asked for already" : refusalOf(action, run, connection);
  const act = (): void => {
    if (refusal !== undefined) return;
    if (onClick) onClick();
    else actions.ask(action);
  };
  return (
    <>
      {/* Not disabled by the attribute: who comes by keys is to be told why. */}
      <button
        type="button"
        className={action === "stop" ? "button button-danger" : "button"}
        aria-disabled={refusal !== undefined}
        aria-describedby={refusal === undefined ? undefined : id}
        title={refusal}
        onClick={act}
      >
        <Icon name={isPending ? "clock" : icon} />
        {name}
      </button>
      {refusal !== undefined && (
        <span id={id} hidden>
          {refusal}
        </span>
      )}
    </>
  );
}
