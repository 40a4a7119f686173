import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { excerptOf, runCaptured, sayOutcome } from "./captured-process.mjs";
import { stampFolder, workFolder } from "./checkout.mjs";
import { environment } from "./programs.mjs";
import { SetupFailure } from "./setup-failure.mjs";
import { distFolders, sourceFingerprint } from "./source-fingerprint.mjs";
import { aloud } from "./spoken-step.mjs";
import { readJson, writeJson } from "./stamp.mjs";

/** Nx's lists of projects, and what npm says about a script that failed. */
const noise = /^\s*$|^- |^✔|^npm (warn|error)|^\s+(Run duration|Cache|Critical path|Recoverable time):/;

/** @param {string} root */
const stampOf = (root) => join(stampFolder(root), "build.json");

/** @param {string} root */
export function isBuilt(root) {
  const stamp = readJson(stampOf(root));
  return (
    stamp?.fingerprint === sourceFingerprint(root) &&
    stamp.dist.every((/** @type {string} */ folder) => existsSync(join(root, folder)))
  );
}

/** Builds every project that changed. @param {string} root @param {(line: string) => void} log */
export async function build(root, log) {
  // Taken before the build: sources changed while it runs make the next set-up build again.
  const fingerprint = sourceFingerprint(root);
  await aloud(log, "building", async () => {
    const logFile = join(workFolder(root), "build.log");
    const env = environment({ NX_DAEMON: "false", NX_TUI: "false" });
    const outcome = await runCaptured(process.execPath, [nxProgram(root), "run-many", "-t", "build"], {
      cwd: root,
      env,
      logFile,
    });
    if (outcome.code !== 0) {
      throw new SetupFailure(
        "build",
        `nx run-many -t build ${sayOutcome(outcome)}\n${excerptOf(logFile, noise)}`,
        `Mend what the compiler says (all of it is in ${logFile}) and try again.`,
      );
    }
    writeJson(stampOf(root), { fingerprint, dist: distFolders(root) });
  });
}

/** @param {string} root */
function nxProgram(root) {
  const folder = join(root, "node_modules", "nx");
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return join(folder, bin.nx);
}
