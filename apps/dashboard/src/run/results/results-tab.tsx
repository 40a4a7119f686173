import type { ReactNode } from "react";
import { EmptyState } from "../../parts/empty-state.js";
import type { TabProps } from "../tab-props.js";

/** What a finished evaluation found. */
export default function ResultsTab({ runId }: TabProps): ReactNode {
  return <EmptyState title="Nothing to show yet">There is nothing of run {runId} here yet.</EmptyState>;
}
