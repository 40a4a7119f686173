import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { bitSampleNames } from "./testing/bit-samples.js";
import { bundle } from "./testing/bundle.js";
import type { BitDigests } from "./testing/print-bit-digests.js";
import { howToInstall, isInstalled, packageFolder, run, runTool } from "./testing/workspace-program.js";

const folder = join(packageFolder, "test-results");
const minutes = 60_000;

/** What runs Node.js for ARM here, or why nothing does. */
async function emulator(): Promise<{ command: readonly string[] } | { unavailable: string }> {
  if (process.platform !== "linux" || process.arch !== "x64")
    return { unavailable: "only on Linux on x64 the addon is compiled for ARM" };
  if (!(await isInstalled("aarch64-linux-gnu-g++")))
    return { unavailable: `g++-aarch64-linux-gnu is not installed: ${howToInstall}` };
  return JSON.parse(await runTool("prebuild/emulated-node.mjs")) as
    { command: readonly string[] } | { unavailable: string };
}

it(
  "gives this processor's bits on 64-bit ARM, with every instruction set of either",
  async (context) => {
    const arm = await emulator();
    if ("unavailable" in arm) return context.skip(arm.unavailable);
    const program = join(folder, "print-bit-digests.mjs");
    mkdirSync(folder, { recursive: true });
    await bundle(join(packageFolder, "src/testing/print-bit-digests.ts"), program);
    const prebuilds = join(folder, "arm64-addon", "prebuilds");
    await runTool("prebuild/prebuild-native.mjs", "--out", prebuilds, "linux-arm64");

    const here = JSON.parse(await run([process.execPath, program])) as BitDigests;
    // By this variable node-gyp-build looks for the addon elsewhere than in the package.
    const addonFolder = { "@LOCKSTEP/BACKEND_NATIVE_PREBUILD": join(folder, "arm64-addon") };
    const there = JSON.parse(await run([...arm.command, program], addonFolder)) as BitDigests;

    expect(there.architecture).toBe("arm64");
    expect(Object.keys(there.digests)).toEqual(["neon", "portable"]);
    const [expected] = Object.values(here.digests);
    expect(Object.keys(expected ?? {})).toEqual([...bitSampleNames]);
    for (const digests of [...Object.values(here.digests), ...Object.values(there.digests)]) {
      expect(digests).toEqual(expected);
    }
  },
  30 * minutes,
);
