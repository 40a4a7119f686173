import type { ReactNode } from "react";
import { EmptyState } from "../parts/empty-state.js";
import { usePageTitle } from "../shell/page-title.js";

/** Runs beside each other. */
export default function ComparePage(): ReactNode {
  usePageTitle("Compare");
  return <EmptyState title="Nothing to compare yet">Select two runs or more in the list of runs.</EmptyState>;
}
