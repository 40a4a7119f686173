import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { packageFolder, run } from "./testing/workspace-program.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lockstep-compilation-"));
  copyFileSync(join(packageFolder, "compilation.mjs"), join(folder, "compilation.mjs"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What compilation.mjs prints where it was copied to. */
async function said(what: string, env: Record<string, string> = {}): Promise<string[]> {
  const printed = await run([process.execPath, join(folder, "compilation.mjs"), what], env);
  return printed.split("\n").filter((line) => line !== "");
}

describe("warnings of a compiler", () => {
  it("are errors in a checkout", async () => {
    mkdirSync(join(folder, "kernel-tests"));
    expect(await said("flags")).toContain("-Werror");
  });

  it("are none where an installed package is compiled", async () => {
    const flags = await said("flags");
    expect(flags).toContain("-Wall");
    expect(flags).not.toContain("-Werror");
  });
});

/** A compiler that answers where its C++ library is. */
function compilerWith(answer: string): string {
  const program = join(folder, "g++");
  writeFileSync(program, `#!/bin/sh\n[ "$1" = -print-file-name=libstdc++.a ] && echo "${answer}"\n`);
  chmodSync(program, 0o755);
  return program;
}

describe("the C++ library", () => {
  beforeEach(({ skip }) => {
    skip(process.platform === "win32", "compilers of Windows are asked for no libraries");
  });

  it.each(["CXX", "CXX_target"])("is brought along where the compiler has it (%s)", async (variable) => {
    const compiler = compilerWith("/usr/lib/gcc/x86_64-linux-gnu/12/libstdc++.a");
    expect(await said("libraries", { CXX: "none", [variable]: compiler })).toEqual(["-static-libstdc++"]);
  });

  it("is the machine's where the compiler has not", async () => {
    expect(await said("libraries", { CXX: compilerWith("libstdc++.a") })).toEqual([]);
  });
});
