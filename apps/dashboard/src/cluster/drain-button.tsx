import type { WorkerSnapshot } from "@lockstep/telemetry/events";
import { useState, type ReactNode } from "react";
import { inWords } from "../api/api-error.js";
import { Dialog } from "../parts/dialog.js";
import { Notice } from "../parts/notice.js";
import { useLive } from "../store/live-context.js";
import { drainRefusal } from "./cluster-reading.js";

/** Sends a worker away once it is done with what it holds. Its state, not this, says when it leaves. */
export function DrainButton({ worker }: { readonly worker: WorkerSnapshot }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const refusal = drainRefusal(worker);
  return (
    <>
      <button
        type="button"
        className="button button-quiet"
        aria-disabled={refusal !== undefined}
        aria-label={`Drain ${worker.workerId}`}
        title={refusal ?? "Let it finish what it holds, and leave"}
        onClick={() => setOpen(refusal === undefined)}
      >
        Drain
      </button>
      {isOpen && <DrainDialog worker={worker} onClose={() => setOpen(false)} />}
    </>
  );
}

type Asking =
  | { readonly type: "not-yet" }
  | { readonly type: "asking" }
  | { readonly type: "failed"; readonly error: string };

function DrainDialog({
  worker,
  onClose,
}: {
  readonly worker: WorkerSnapshot;
  readonly onClose: () => void;
}): ReactNode {
  const { api } = useLive();
  const [asking, setAsking] = useState<Asking>({ type: "not-yet" });
  const drain = (): void => {
    setAsking({ type: "asking" });
    api.post(`/v1/workers/${encodeURIComponent(worker.workerId)}/drain`).then(onClose, (error: unknown) => {
      setAsking({ type: "failed", error: inWords(error) });
    });
  };
  return (
    <Dialog title={`Drain ${worker.workerId}?`} onClose={onClose}>
      <p>
        It finishes what it holds, gets nothing more, and leaves. That cannot be undone: to have it back,
        start it again. Runs go on with the others, and come to the same parameters.
      </p>
      {asking.type === "failed" && <Notice tone="bad">It was not drained: {asking.error}</Notice>}
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={onClose}>
          Keep it
        </button>
        <button
          type="button"
          className="button button-primary"
          disabled={asking.type === "asking"}
          onClick={drain}
        >
          {asking.type === "asking" ? "Asking…" : "Drain it"}
        </button>
      </div>
    </Dialog>
  );
}
