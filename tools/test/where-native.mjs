/**
 * node where-native.mjs PROGRAM ARGUMENTS...: runs a project's tests where set-up could build the native kernels, without
 * which none of them can load; elsewhere they count as skipped, with set-up's reason.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { noCounts } from "./counts.mjs";
import { readVerdict } from "./read-verdict.mjs";

const [program = "", ...args] = process.argv.slice(2);
const { available = true, reason } = readVerdict("native") ?? {};

if (available) {
  const { status, error } = spawnSync(program, args, { stdio: "inherit" });
  if (error !== undefined) throw error;
  process.exitCode = status ?? 1;
} else {
  const skipped = [{ name: "all tests", reason }];
  mkdirSync("test-results", { recursive: true });
  writeFileSync("test-results/counts.json", JSON.stringify({ ...noCounts(), skipped }, null, 2));
  process.stdout.write(`skipped: ${reason}\n`);
}
