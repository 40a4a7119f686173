import { names } from "../query/query-state.js";

/** Parts of a run's page, in the order of its tabs; `curves` is the first one seen. */
export const runTabs = [
  { tab: "curves", title: "Curves" },
  { tab: "gradient-flow", title: "Gradient flow" },
  { tab: "cluster", title: "Cluster" },
  { tab: "events", title: "Events" },
  { tab: "results", title: "Results" },
] as const;

export type RunTab = (typeof runTabs)[number]["tab"];

/** Address of a run's page. Ids may come from users: they are escaped. */
export function runAddress(runId: string, tab?: RunTab): string {
  const run = `/runs/${encodeURIComponent(runId)}`;
  return tab === undefined || tab === "curves" ? run : `${run}/${tab}`;
}

/** Address of a comparison. Commas within ids stay apart from those between them. */
export function compareAddress(runIds: readonly string[]): string {
  return `/compare?runs=${runIds.map((runId) => encodeURIComponent(names.write([runId]) ?? "")).join(",")}`;
}
