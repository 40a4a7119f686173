import type { RunSnapshot } from "@lockstep/telemetry/events";
import { useMemo, type ReactNode } from "react";
import { formatCount } from "../../format/numbers.js";
import { useLiveState } from "../../store/live-context.js";
import { CopyText } from "./copy-text.js";
import type { RunOrigin } from "./use-run-origin.js";

/** Enough of a digest to tell two apart by eye. */
const digestChars = 16;

/** What the promise of equal bits rests on: digest, fingerprints, and what did not count. */
export function TrustStrip({
  run,
  origin,
}: {
  readonly run: RunSnapshot;
  readonly origin: RunOrigin;
}): ReactNode {
  return (
    <dl className="trust">
      <div>
        <dt>Digest after step {formatCount(run.step)}</dt>
        <dd>
          {run.digest === undefined ? (
            "none yet"
          ) : (
            <CopyText what="the digest" text={run.digest} shown={`${run.digest.slice(0, digestChars)}…`} />
          )}
        </dd>
      </div>
      <div>
        <dt>Fingerprint</dt>
        <dd>
          <Fingerprints own={origin.fingerprint} />
        </dd>
      </div>
      <div>
        <dt>Results dropped</dt>
        <dd title="What came late or twice, and was not counted">
          <Dropped run={run} />
        </dd>
      </div>
      {run.checkpoint && (
        <div>
          <dt>Checkpoint</dt>
          <dd title={run.checkpoint.file}>step {formatCount(run.checkpoint.step)}</dd>
        </div>
      )}
    </dl>
  );
}

/** The run's, and whether the workers that are here now have it too. */
function Fingerprints({ own }: { readonly own: string | undefined }): ReactNode {
  const workers = useLiveState((state) => state.snapshot.workers);
  const others = useMemo(
    () => [...new Set(workers.map(({ fingerprint }) => fingerprint))].filter((each) => each !== own),
    [workers, own],
  );
  if (own === undefined) return others.length === 0 ? "none yet" : others.join(", ");
  return (
    <>
      <code>{own}</code>
      {others.length > 0 && <span className="trust-warning"> other workers: {others.join(", ")}</span>}
    </>
  );
}

function Dropped({ run }: { readonly run: RunSnapshot }): ReactNode {
  const { stale, duplicate, unsolicited } = run.droppedResults;
  if (stale + duplicate + unsolicited === 0) return "none";
  return `${formatCount(stale)} stale, ${formatCount(duplicate)} duplicate, ${formatCount(unsolicited)} unsolicited`;
}
