import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SetupFailure } from "./setup-failure.mjs";

/** Refuses a Node.js older than package.json's `engines` says. @param {string} root @param {string} [running] */
export function checkNodeVersion(root, running = process.versions.node) {
  const { engines } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const wanted = /^>=\s*([\d.]+)/.exec(engines?.node ?? "")?.[1] ?? "20";
  if (compareVersions(running, wanted) < 0) {
    throw new SetupFailure(
      "start",
      `Lockstep needs Node.js ${wanted} or later; this is ${running}`,
      "Install a newer Node.js (https://nodejs.org) and try again.",
    );
  }
}

/** @param {string} left @param {string} right @returns {number} below zero when left is older */
export function compareVersions(left, right) {
  const [a, b] = [left, right].map((version) => version.split(".").map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (a?.[i] ?? 0) - (b?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
