import { createRequire } from "node:module";
import { expect, it } from "vitest";
import { isInstalled, packageFolder, run } from "../testing/workspace-program.js";

/** Functions of the C library whose last bits differ from one library, version or processor to another. */
const inexact =
  /^_*(exp|log|pow|sin|cos|tan|a(sin|cos|tan)h?|sinh|cosh|tanh|atan2|erfc?|[lt]gamma|cbrt|hypot|sincos)(2|10|1p|m1|_r)?[fl]?(_finite)?$/;

it("asks the machine for no function whose bits are not settled", async (context) => {
  if (process.platform !== "linux") return context.skip("nm lists a library's symbols on Linux");
  if (!(await isInstalled("nm")))
    return context.skip("nm is not installed (on Debian: apt install binutils)");
  const nodeGypBuild = createRequire(import.meta.url)("node-gyp-build") as { path(folder: string): string };
  const symbols = await run(["nm", "--dynamic", "--undefined-only", nodeGypBuild.path(packageFolder)]);
  const names = [...symbols.matchAll(/ [Uw] (\w+)/g)].map(([, name = ""]) => name);
  expect(names).toContain("napi_create_function");
  expect(names.filter((name) => inexact.test(name))).toEqual([]);
});

it.each(["exp", "expf", "log1p", "expm1", "tanhf", "pow", "__exp_finite", "sincosf", "lgamma_r", "atanh"])(
  "would notice %s",
  (name) => {
    expect(name).toMatch(inexact);
  },
);

it.each(["sqrt", "fmod", "floor", "fma", "logb", "powf_table"])("lets %s be", (name) => {
  expect(name).not.toMatch(inexact);
});
