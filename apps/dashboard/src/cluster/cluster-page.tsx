import type { ReactNode } from "react";
import { usePageTitle } from "../shell/page-title.js";

/** Workers, and what they do. */
export default function ClusterPage(): ReactNode {
  usePageTitle("Cluster");
  return <h1>Cluster</h1>;
}
