import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { excerptOf, runCaptured, sayOutcome } from "./captured-process.mjs";
import { stampFolder, workFolder } from "./checkout.mjs";
import { environment, findNpm } from "./programs.mjs";
import { SetupFailure } from "./setup-failure.mjs";
import { aloud } from "./spoken-step.mjs";
import { digestOf, readJson, writeJson } from "./stamp.mjs";

const arguments_ = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
const step = "install the packages";

/** @param {string} root */
const stampOf = (root) => join(stampFolder(root), "packages.json");

/** What the installed packages depend on. @param {string} root */
function fingerprint(root) {
  const lockFile = join(root, "package-lock.json");
  if (!existsSync(lockFile)) {
    throw new SetupFailure(step, `${lockFile} is missing`, "Restore it (git checkout package-lock.json).");
  }
  const nodeMajor = process.versions.node.split(".")[0] ?? "";
  return digestOf(readFileSync(lockFile), nodeMajor, process.platform, process.arch);
}

/** @param {string} root */
export const packagesAreInstalled = (root) => readJson(stampOf(root))?.fingerprint === fingerprint(root);

/** `npm ci`, without the packages' own install scripts. @param {string} root @param {(line: string) => void} log */
export async function installPackages(root, log) {
  const wanted = fingerprint(root);
  const npm = findNpm();
  if (npm === undefined)
    throw new SetupFailure(step, "npm is not in PATH", "Install npm (it comes with Node.js) and try again.");
  await aloud(log, "installing the packages (npm ci)", async () => {
    const logFile = join(workFolder(root), "npm-ci.log");
    const outcome = await runCaptured(process.execPath, [join(npm, "bin", "npm-cli.js"), ...arguments_], {
      cwd: root,
      env: environment(),
      logFile,
    });
    if (outcome.code !== 0) {
      throw new SetupFailure(
        step,
        `npm ci ${sayOutcome(outcome)}\n${excerptOf(logFile)}`,
        `Mend what npm says (all of it is in ${logFile}) and try again; the registry must be reachable this once.`,
      );
    }
    writeJson(stampOf(root), { fingerprint: wanted });
  });
}
