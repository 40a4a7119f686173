import type { ReactNode } from "react";
import { EmptyState } from "../../parts/empty-state.js";
import type { TabProps } from "../tab-props.js";

/** Who computed what of this run. */
export default function ClusterTab({ runId }: TabProps): ReactNode {
  return <EmptyState title="Nothing to show yet">There is nothing of run {runId} here yet.</EmptyState>;
}
