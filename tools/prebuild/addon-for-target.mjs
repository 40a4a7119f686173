import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { runCaptured, sayOutcome, tailOf } from "../setup/captured-process.mjs";
import { workFolder } from "../setup/checkout.mjs";
import { compileAddon, compileNative, nativePackage } from "../setup/native-build.mjs";
import { findProgram } from "../setup/programs.mjs";

/** @typedef {import("./targets.mjs").Target} Target */

/** What node-gyp reads. */
const sources = ["package.json", "binding.gyp", "compilation.mjs", "core", "binding"];

/**
 * An addon for a target, without its symbols, in `out`/<platform>-<architecture>/, where node-gyp-build looks for it.
 * @param {string} root @param {Target} target @param {string} out @returns {Promise<string>} the file
 */
export async function makeAddon(root, target, out) {
  const { tools } = target;
  const compiled = await (tools === undefined ? compileNative(root) : crossCompile(root, target, tools));
  const file = join(out, target.name, fileName(root, target));
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  copyFileSync(compiled, file);
  await strip(root, file, tools?.STRIP ?? findProgram("strip"));
  return file;
}

/** As prebuildify names it: @lockstep+backend-native.glibc.node. @param {string} root @param {Target} target */
function fileName(root, target) {
  const { name } = JSON.parse(readFileSync(join(nativePackage(root), "package.json"), "utf8"));
  return [name.replaceAll("/", "+"), ...(target.libc === undefined ? [] : [target.libc]), "node"].join(".");
}

/**
 * In a copy of the sources within the checkout, so that the addon that is loaded here stays: with their times, so that only
 * what changed since the last time is compiled.
 * @param {string} root @param {Target} target @param {Record<string, string>} tools
 */
async function crossCompile(root, target, tools) {
  const folder = join(root, ".lockstep", "cross-builds", target.name);
  for (const name of sources) rmSync(join(folder, name), { recursive: true, force: true });
  for (const name of sources) {
    cpSync(join(nativePackage(root), name), join(folder, name), {
      recursive: true,
      preserveTimestamps: true,
    });
  }
  return compileAddon({
    name: `native-${target.name}`,
    folder,
    logs: workFolder(root),
    arguments: [`--arch=${target.arch}`],
    env: tools,
  });
}

/** @param {string} root @param {string} file @param {string | undefined} program */
async function strip(root, file, program) {
  if (program === undefined) throw new Error("strip is not installed (on Debian: apt install binutils)");
  const logFile = join(workFolder(root), "strip.log");
  const arguments_ = process.platform === "darwin" ? ["-x", file] : ["--strip-unneeded", file];
  const outcome = await runCaptured(program, arguments_, { logFile });
  if (outcome.code !== 0) throw new Error(`strip ${sayOutcome(outcome)}: ${tailOf(logFile, 5)}`);
}

/** The newest version of glibc that the addon asks for: an older one can't load it. @param {string} file @returns {string | undefined} */
export function wantedGlibc(file) {
  const versions = [...readFileSync(file, "latin1").matchAll(/GLIBC_(\d+)\.(\d+)/g)];
  const newest = versions
    .map(([, major, minor]) => [Number(major), Number(minor)])
    .sort(([a = 0, b = 0], [c = 0, d = 0]) => c - a || d - b)[0];
  return newest?.join(".");
}
