import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { manifestOf, needSpace, publish, temporaryFolder } from "./cache.mjs";
import { runCaptured, sayOutcome, tailOf } from "./captured-process.mjs";
import { fileSizesBeneath } from "./growing-folder.mjs";
import { environment, findPrograms } from "./programs.mjs";
import { aloud } from "./spoken-step.mjs";
import { glibcVersion } from "./platform.mjs";
import { compareVersions } from "./node-version.mjs";
import { Unavailable } from "./unavailable.mjs";

/** The Python package carries libtensorflow and its headers; nothing of Python is needed once they are unpacked. */
const wheel = {
  requirement: "tensorflow-cpu==2.21.0",
  version: "2.21.0",
  sha256: "dcc8afd32930e42d5296b6ee19078b773706830af4ea97fbe503b9f5e0f820cb",
  sizeMegabytes: 274,
  unpackedMegabytes: 860,
  glibc: "2.27",
  tags: [
    "--platform",
    "manylinux_2_27_x86_64",
    "--python-version",
    "3.12",
    "--implementation",
    "cp",
    "--abi",
    "cp312",
  ],
};

const id = `wheel-${wheel.version}-linux-x64`;
const unpackProgram = fileURLToPath(new URL("unpack-wheel.py", import.meta.url));

/** @typedef {{ cache: string, logs: string, log: (line: string) => void }} Place */

/** @param {string} cache */
const entryIn = (cache) => join(cache, "libtensorflow", id);

/** @param {string} cache @returns {{ id: string, entry: string } | undefined} */
export function wheelInCache(cache) {
  return manifestOf(entryIn(cache)) === undefined ? undefined : { id, entry: entryIn(cache) };
}

/** @param {Place} place @returns {Promise<{ id: string, entry: string }>} */
export async function libtensorflowFromWheel(place) {
  checkPlatform();
  needSpace(place.cache, wheel.sizeMegabytes + wheel.unpackedMegabytes);
  const python = await findPython(place);
  const folder = temporaryFolder(place.cache, "wheel");
  try {
    const file = await download(python, folder, place);
    await unpack(python, file, place);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { id, entry: entryIn(place.cache) };
}

function checkPlatform() {
  const glibc = glibcVersion();
  const fits =
    process.platform === "linux" &&
    process.arch === "x64" &&
    glibc !== undefined &&
    compareVersions(glibc, wheel.glibc) >= 0;
  if (fits) return;
  const here = `${process.platform} ${process.arch}${glibc === undefined ? "" : `, glibc ${glibc}`}`;
  throw new Unavailable(
    `the ${wheel.requirement} package is for Linux x64 with glibc ${wheel.glibc} or later, and this is ${here}`,
    "Name a folder with libtensorflow in LOCKSTEP_LIBTENSORFLOW",
  );
}

/** The first Python in PATH that has pip. @param {Place} place @returns {Promise<string>} */
async function findPython({ logs }) {
  const pythons = [...findPrograms("python3"), ...findPrograms("python")];
  if (pythons.length === 0)
    throw new Unavailable("there is no Python to download libtensorflow with", "Install python3 with pip");
  for (const python of pythons) {
    const { code } = await runCaptured(python, ["-m", "pip", "--version"], {
      logFile: join(logs, "pip-version.log"),
    });
    if (code === 0) return python;
  }
  throw new Unavailable(
    `${pythons[0]} has no pip to download libtensorflow with`,
    "Install pip (on Debian: apt install python3-pip)",
  );
}

/** @param {string} python @param {string} folder @param {Place} place @returns {Promise<string>} the wheel's file */
async function download(python, folder, { logs, log }) {
  const temporary = join(folder, "tmp");
  const target = join(folder, "wheel");
  const requirements = join(folder, "requirements.txt");
  for (const made of [temporary, target]) mkdirSync(made);
  writeFileSync(requirements, `${wheel.requirement} --hash=sha256:${wheel.sha256}\n`);
  const logFile = join(logs, "pip-download.log");
  await aloud(
    log,
    `downloading libtensorflow ${wheel.version} (${wheel.sizeMegabytes} MB, by pip)`,
    async ({ progress }) => {
      // pip writes one large file, in a folder of its own choice beneath ours, then copies it to its place.
      progress(
        () => `${Math.floor(Math.max(0, ...fileSizesBeneath(folder)) / 1e6)} of ${wheel.sizeMegabytes} MB`,
      );
      const outcome = await runCaptured(
        python,
        [
          "-m",
          "pip",
          "download",
          ...pipOptions,
          ...wheel.tags,
          "--dest",
          target,
          "--requirement",
          requirements,
        ],
        { cwd: folder, env: environment({ TMPDIR: temporary, PIP_REQUIRE_VIRTUALENV: "0" }), logFile },
      );
      if (outcome.code !== 0) {
        throw new Unavailable(
          `pip could not download ${wheel.requirement} (${explainPip(tailOf(logFile, 200)) ?? sayOutcome(outcome)})`,
          `Connect to a Python package index once (pip's words are in ${logFile})`,
        );
      }
    },
  );
  const name = readdirSync(target).find((entry) => entry.endsWith(".whl"));
  if (name === undefined)
    throw new Unavailable(
      `pip said it had downloaded ${wheel.requirement}, yet no file came`,
      `See ${logFile}`,
    );
  return join(target, name);
}

const pipOptions = [
  "--quiet",
  "--no-deps",
  "--only-binary=:all:",
  "--require-hashes",
  "--no-cache-dir",
  "--no-input",
].concat("--progress-bar=off", "--disable-pip-version-check", "--timeout=15", "--retries=2");

/** pip's last words; that it reached no index, which those hide, is told from its warnings. @param {string} output @returns {string | undefined} */
export function explainPip(output) {
  if (
    /NewConnectionError|NameResolutionError|ConnectTimeoutError|Temporary failure in name resolution/.test(
      output,
    )
  )
    return "its index can't be reached";
  if (/DO NOT MATCH THE HASHES/.test(output)) return "what came is not the pinned file: its hash differs";
  return output
    .split("\n")
    .filter((line) => line.startsWith("ERROR:"))
    .at(-1)
    ?.slice("ERROR: ".length);
}

/** @param {string} python @param {string} file @param {Place} place */
async function unpack(python, file, { cache, logs, log }) {
  const folder = temporaryFolder(cache, "libtensorflow");
  await aloud(log, `unpacking libtensorflow ${wheel.version}`, async () => {
    const logFile = join(logs, "unpack-wheel.log");
    const outcome = await runCaptured(python, [unpackProgram, file, folder], { logFile });
    if (outcome.code !== 0)
      throw new Unavailable(
        `the downloaded package can't be unpacked (${tailOf(logFile, 1) || sayOutcome(outcome)})`,
        `See ${logFile}`,
      );
    rmSync(file);
    for (const name of ["libtensorflow.so", "libtensorflow.so.2"])
      symlinkSync("libtensorflow_cc.so.2", join(folder, "lib", name));
    symlinkSync("libtensorflow_framework.so.2", join(folder, "lib", "libtensorflow_framework.so"));
    await publish(folder, entryIn(cache), { source: wheel.requirement, wheelSha256: wheel.sha256 });
  });
}
