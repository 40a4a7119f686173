import { findProgram } from "../setup/programs.mjs";
import { glibcVersion } from "../setup/platform.mjs";

/**
 * What an addon can be made for here, named as prebuildify and node-gyp-build do.
 * @typedef {{ name: string, arch: string, libc?: string, tools: Record<string, string> | undefined }} Target `tools` are the
 *   environment variables that name a cross compiler's programs; undefined for this machine's own compiler
 */

/** GNU's names of the architectures of Linux for which we cross-compile. */
const triples = { x64: "x86_64-linux-gnu", arm64: "aarch64-linux-gnu" };

/** @returns {Target} this machine */
export function hostTarget() {
  const libc = process.platform === "linux" && (glibcVersion() === undefined ? "musl" : "glibc");
  return {
    name: `${process.platform}-${process.arch}`,
    arch: process.arch,
    ...(libc && { libc }),
    tools: undefined,
  };
}

/** @returns {Target[]} this machine, and what a cross compiler in PATH makes */
export function possibleTargets() {
  const host = hostTarget();
  if (process.platform !== "linux") return [host];
  const others = Object.entries(triples).filter(([arch]) => arch !== process.arch);
  return [host, ...others.flatMap(([arch, triple]) => crossTarget(arch, triple))];
}

/** @param {string} arch @param {string} triple @returns {Target[]} none where it isn't installed */
function crossTarget(arch, triple) {
  const programs = { CC: "gcc", CXX: "g++", AR: "ar", STRIP: "strip" };
  const found = Object.entries(programs).map(([variable, name]) => [
    variable,
    findProgram(`${triple}-${name}`),
  ]);
  if (found.some(([, program]) => program === undefined)) return [];
  return [{ name: `linux-${arch}`, arch, libc: "glibc", tools: Object.fromEntries(found) }];
}

/** @param {string[]} names none for all @returns {Target[]} */
export function chosenTargets(names) {
  const possible = possibleTargets();
  const unknown = names.filter((name) => !possible.some((target) => target.name === name));
  if (unknown.length > 0) {
    const here = possible.map(({ name }) => name).join(", ");
    throw new Error(`${unknown.join(", ")} can't be made here, only ${here}: install a cross compiler`);
  }
  return names.length === 0 ? possible : possible.filter(({ name }) => names.includes(name));
}
