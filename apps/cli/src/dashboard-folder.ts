import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Where the dashboard's build is. */
export function dashboardFolder(): string {
  const described = createRequire(import.meta.url).resolve("@lockstep/dashboard/package.json");
  return join(dirname(described), "dist");
}
