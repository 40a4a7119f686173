/**
 * npm run prebuilds -w @lockstep/backend-native [-- [--out FOLDER] TARGET...]
 *
 * Compiles the native kernels for this machine, and for others for which there is a cross compiler (on Debian, for
 * linux-arm64: apt install g++-aarch64-linux-gnu), and puts them where npm packs them and node-gyp-build finds them. Who
 * installs the package then needs no compiler. A target is named platform-architecture; without one, all are made that can
 * be. What can be run here (for another architecture: under qemu-user) is loaded once.
 */
import { statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { thisCheckout } from "../setup/checkout.mjs";
import { endingOnSignals } from "../setup/interruption.mjs";
import { nativePackage } from "../setup/native-build.mjs";
import { aloud } from "../setup/spoken-step.mjs";
import { makeAddon, wantedGlibc } from "./addon-for-target.mjs";
import { chosenTargets } from "./targets.mjs";

const log = (/** @type {string} */ line) => console.error(line);

/** @param {import("./targets.mjs").Target} target @param {string} out */
async function prebuild(target, out) {
  const file = await aloud(log, `compiling for ${target.name}`, () => makeAddon(thisCheckout, target, out));
  const size = (statSync(file).size / 1e6).toFixed(1);
  const glibc = target.libc === "glibc" ? `, for glibc ${wantedGlibc(file)} or newer` : "";
  console.log(`${file} (${size} MB${glibc})`);
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: "string" } } });
const out = values.out ?? join(nativePackage(thisCheckout), "prebuilds");

try {
  const targets = chosenTargets(positionals);
  await endingOnSignals(
    () => {},
    async () => {
      for (const target of targets) await prebuild(target, out);
    },
  );
} catch (error) {
  const { message, howToFix } = /** @type {import("../setup/unavailable.mjs").Unavailable} */ (error);
  log(howToFix === undefined ? message : `${message}. ${howToFix}.`);
  process.exitCode = 1;
}
