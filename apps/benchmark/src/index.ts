export type { Report } from "./report/report.js";
export { LoadCluster, type LoadFigures } from "./load/load-cluster.js";
