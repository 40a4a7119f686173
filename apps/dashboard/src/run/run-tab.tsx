import { lazy, type ComponentType, type ReactNode } from "react";
import type { RunTab } from "../shell/addresses.js";
import type { TabProps } from "./tab-props.js";

/** Each comes when it is looked at first. */
const tabs: Readonly<Record<RunTab, ComponentType<TabProps>>> = {
  curves: lazy(() => import("./curves/curves-tab.js")),
  "gradient-flow": lazy(() => import("./gradient-flow/gradient-flow-tab.js")),
  cluster: lazy(() => import("./cluster/cluster-tab.js")),
  events: lazy(() => import("./events/events-tab.js")),
  results: lazy(() => import("./results/results-tab.js")),
};

/** A part of a run's page. */
export function RunTabContent({ tab, ...props }: TabProps & { readonly tab: RunTab }): ReactNode {
  const Tab = tabs[tab];
  return <Tab {...props} />;
}
