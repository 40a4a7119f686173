/**
 * Installs Debian's packages that some tests need: as root, where there is apt. Elsewhere, and where it fails, it says so,
 * and those tests are skipped and say what they lack.
 */
import { spawnSync } from "node:child_process";
import { findProgram } from "../setup/programs.mjs";
import { missingPackages } from "./test-packages.mjs";

const missing = missingPackages();

/** @returns {string | undefined} why it could not be done */
function install() {
  if (findProgram("apt-get") === undefined) return "there is no apt-get here";
  if (process.getuid?.() !== 0) return "that takes root";
  for (const args of [["update"], ["install", "--yes", "--no-install-recommends", ...missing]]) {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const { status, error } = spawnSync("apt-get", ["--quiet=2", ...args], { stdio: "inherit", env });
    if (error !== undefined) return error.message;
    if (status !== 0) return `apt-get ${args[0]} ended with code ${status}`;
  }
  return undefined;
}

if (missing.length > 0) {
  console.error(`installing ${missing.join(" and ")} for tests`);
  const trouble = install();
  if (trouble !== undefined) {
    console.error(`${missing.join(" and ")} could not be installed: ${trouble}. Some tests will be skipped.`);
  }
}
