import type { NewestCheckpoint } from "@lockstep/checkpoint";
import type { RecordedRun } from "@lockstep/coordinator";

/** Where a run is taken up to be computed once more. */
export interface Start {
  /** Steps taken there. */
  readonly step: number;
  /** Absent: it is the beginning. */
  readonly checkpoint: NewestCheckpoint["checkpoint"];
  /** For the report. */
  readonly source: { readonly checkpoint?: string };
  readonly damaged: NewestCheckpoint["damaged"];
}

/** The newest valid checkpoint before a step; before the first one it is the beginning, which needs none. */
export async function startOf(recorded: Pick<RecordedRun, "checkpointAt">, from: number): Promise<Start> {
  const beginning = { step: 0, checkpoint: undefined, source: {} };
  if (from === 1) return { ...beginning, damaged: [] };
  const { checkpoint, file, damaged } = await recorded.checkpointAt(from - 1);
  if (!checkpoint || file === undefined) return { ...beginning, damaged };
  return { step: checkpoint.step, checkpoint, source: { checkpoint: file }, damaged };
}
