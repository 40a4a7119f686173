import { readdirSync, readFileSync } from "node:fs";

/** How many threads of the addon's pools this process has: they are named. @returns {number} */
export const poolThreads = () =>
  readdirSync("/proc/self/task").filter((task) => nameOf(task) === "lockstep\n").length;

/** @param {string} task */
function nameOf(task) {
  try {
    return readFileSync(`/proc/self/task/${task}/comm`, "utf8");
  } catch {
    // It has ended since it was listed.
    return "";
  }
}

export const whyUncounted =
  process.platform === "linux" ? undefined : "only Linux lists a process's threads as files";
