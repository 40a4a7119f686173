import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { tailOf } from "./captured-process.mjs";
import { findNpm, findProgram, findPrograms } from "./programs.mjs";
import { Unavailable } from "./unavailable.mjs";

/** What compiling an addon needs of this machine: tools, node-gyp, Node.js's headers. */

/** The tools node-gyp needs. @returns {Record<string, string | undefined>} the program found under each name */
export function compilerTools() {
  return {
    python3: process.env.PYTHON ?? findProgram("python3", "python"),
    make: process.env.MAKE ?? findProgram("make", "gmake"),
    "g++": process.env.CXX ?? findProgram("g++", "c++", "clang++"),
  };
}

/** @param {string} what e.g. "tfjs-node's addon" @throws {Unavailable} where a tool is missing */
export function needCompiler(what) {
  if (process.platform === "win32") return;
  const missing = Object.entries(compilerTools())
    .filter(([, program]) => program === undefined)
    .map(([name]) => name);
  if (missing.length === 0) return;
  throw new Unavailable(
    `compiling ${what} needs ${missing.join(" and ")}, which ${missing.length === 1 ? "is" : "are"} not installed`,
    `Install ${missing.join(" and ")} (on Debian: apt install python3 make g++)`,
  );
}

/**
 * node-gyp's settings, for its environment: Node.js's headers from this machine rather than from the network, and a
 * node-gyp even where npm isn't beside node.
 */
export function gypSettings() {
  const headers = findHeaders();
  const gyp = findNodeGyp();
  const compiler = compilerTools()["g++"];
  return {
    npm_config_jobs: "max",
    // Left alone, it calls g++.
    ...(compiler && !findProgram("g++") && { CXX: compiler }),
    ...(headers && { npm_config_nodedir: headers }),
    ...(gyp && { npm_config_node_gyp: gyp }),
  };
}

/**
 * A folder with include/node: of the Node.js that runs us, else of any other here, as Node-API's headers are the same for
 * the version we compile for.
 * @returns {string | undefined}
 */
function findHeaders() {
  const prefixes = [
    process.execPath,
    realpathSync(process.execPath),
    ...findPrograms("node").map((file) => realpathSync(file)),
  ].map((file) => dirname(dirname(file)));
  return [...prefixes, "/usr", "/usr/local"].find((prefix) =>
    ["node_api.h", "common.gypi"].every((name) => existsSync(join(prefix, "include", "node", name))),
  );
}

/** The node-gyp that the user names, else the one that npm brings. @returns {string | undefined} a JavaScript file */
export function findNodeGyp() {
  const named = process.env.npm_config_node_gyp;
  if (named) return named;
  const npm = findNpm();
  if (npm === undefined) return undefined;
  return [join(npm, "node_modules"), dirname(npm)]
    .map((folder) => join(folder, "node-gyp", "bin", "node-gyp.js"))
    .find((file) => existsSync(file));
}

/** What a build's log says went wrong first. @param {string} logFile */
export const firstError = (logFile) =>
  tailOf(logFile, 500)
    .split("\n")
    .find((line) => /\berror\b[: ]|gyp ERR! stack Error/i.test(line))
    ?.trim()
    .slice(0, 200);
