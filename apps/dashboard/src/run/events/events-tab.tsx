import type { ReactNode } from "react";
import { EmptyState } from "../../parts/empty-state.js";
import type { TabProps } from "../tab-props.js";

/** What happened in this run. */
export default function EventsTab({ runId }: TabProps): ReactNode {
  return <EmptyState title="Nothing to show yet">There is nothing of run {runId} here yet.</EmptyState>;
}
