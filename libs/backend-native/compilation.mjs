/**
 * What is compiled, and with which flags: asked by binding.gyp and by the Makefile of the kernel tests, so that what is
 * tested is what ships. Prints one argument a line:
 *
 *   node compilation.mjs flags             for every file
 *   node compilation.mjs flags avx2        for the kernels of an instruction set, besides
 *   node compilation.mjs libraries         for linking on Linux, how the C++ library comes along
 *   node compilation.mjs kernels avx2      the sources of an instruction set's kernels
 *   node compilation.mjs sources core      all other sources beneath a folder
 */
import { execSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { isAbsolute } from "node:path";
import { fileURLToPath } from "node:url";

const root = new URL("./", import.meta.url);

/**
 * The tests lie in a checkout, but in no package: who compiles an installed one may have a compiler that warns of what
 * none did when it was written.
 */
const isCheckout = existsSync(new URL("kernel-tests/", root));

const flags = [
  "-std=c++17",
  "-O3",
  // a * b + c is rounded twice unless the source says fma: compilers must not choose.
  "-ffp-contract=off",
  "-fno-fast-math",
  // Nobody reads errno: a square root is an instruction then. Its bits are the same.
  "-fno-math-errno",
  "-fexceptions",
  "-fvisibility=hidden",
  "-Wall",
  "-Wextra",
  ...(isCheckout ? ["-Werror"] : []),
];

/** NEON belongs to every arm64 processor. */
const flagsOfSet = {
  portable: [],
  neon: [],
  avx2: ["-mavx2", "-mfma"],
  avx512: ["-mavx512f", "-mavx512dq", "-mavx512vl", "-mavx512bw", "-mfma"],
};

/**
 * The C++ library is brought along and shown to nobody: the machine's may be older, or another addon's may be newer. Not
 * every distribution has it to bring: Fedora's is a package by itself, libstdc++-static.
 */
const libraries = () => (hasArchive("libstdc++.a") ? ["-static-libstdc++"] : []);

/** Whether the compiler, which is the one that node-gyp takes, finds a library. @param {string} name */
function hasArchive(name) {
  const { CXX_target, CXX } = process.env;
  // It says the path of a file that it has, and of any other just the name.
  const found = execSync(`${CXX_target ?? CXX ?? "g++"} -print-file-name=${name}`, { encoding: "utf8" });
  return isAbsolute(found.trim());
}

/** The instruction set that a source is for, by its name: core/kernels/kernels_avx2.cpp. @param {string} file */
const setOf = (file) => /_([a-z0-9]+)\.cpp$/.exec(file)?.[1] ?? "";

/** @param {string} set */
const kernelsOf = (set) => sourcesBeneath("core").filter((file) => setOf(file) === set);

/** @param {string} folder relative to this file's @returns {string[]} its sources, in a fixed order, without those of an instruction set */
const sourcesForAll = (folder) =>
  sourcesBeneath(folder).filter((file) => !Object.hasOwn(flagsOfSet, setOf(file)));

/** @param {string} folder @returns {string[]} */
function sourcesBeneath(folder) {
  return readdirSync(fileURLToPath(new URL(folder, root)), { recursive: true })
    .map((file) => `${folder}/${String(file).replaceAll("\\", "/")}`)
    .filter((file) => file.endsWith(".cpp"))
    .sort();
}

/** @param {string} what @param {string | undefined} name @returns {string[]} */
function answer(what, name) {
  if (what === "flags" && name === undefined) return flags;
  if (what === "libraries" && name === undefined) return libraries();
  if (what === "sources" && name !== undefined) return sourcesForAll(name);
  if (name !== undefined && Object.hasOwn(flagsOfSet, name)) {
    if (what === "flags") return flagsOfSet[/** @type {keyof typeof flagsOfSet} */ (name)];
    if (what === "kernels") return kernelsOf(name);
  }
  throw new Error(
    `compilation.mjs: expected flags [SET], libraries, kernels SET or sources FOLDER, got ${what} ${name}`,
  );
}

const [what = "", name] = process.argv.slice(2);
process.stdout.write(answer(what, name).join("\n") + "\n");
