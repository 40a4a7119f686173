import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { packageFolder, run } from "./testing/workspace-program.js";

const prebuilt = "prebuilds/linux-arm64/@lockstep+backend-native.glibc.node";

it("packs addons that were made for several platforms, and what others are compiled from", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-package-"));
  try {
    const files = [
      prebuilt,
      "binding.gyp",
      "compilation.mjs",
      "core/a.cpp",
      "binding/b.cpp",
      "dist/index.js",
    ];
    for (const file of [...files, "src/index.ts", "build/Release/x.o", "kernel-tests/a.cpp"]) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), "");
    }
    copyFileSync(join(packageFolder, "package.json"), join(folder, "package.json"));
    const [packed] = JSON.parse(await run(["npm", "pack", "--dry-run", "--json", folder])) as [
      { files: { path: string }[] },
    ];
    expect(packed.files.map(({ path }) => path).sort()).toEqual([...files, "package.json"].sort());
  } finally {
    rmSync(folder, { recursive: true });
  }
});
