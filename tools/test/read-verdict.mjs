import { existsSync, readFileSync } from "node:fs";

/** What set-up found of a backend, undefined where it did not run. @param {"tensorflow" | "native"} backend */
export function readVerdict(backend) {
  const file = new URL(`../../node_modules/.lockstep/${backend}.json`, import.meta.url);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}
