import type { ReactNode } from "react";
import { EmptyState } from "../../parts/empty-state.js";
import type { TabProps } from "../tab-props.js";

/** Loss and metrics as they go. */
export default function CurvesTab({ runId }: TabProps): ReactNode {
  return <EmptyState title="Nothing to show yet">There is nothing of run {runId} here yet.</EmptyState>;
}
