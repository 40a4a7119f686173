import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { exampleFiles, exampleFolder, exampleJob } from "./testing/examples.js";

it("every example says in the examples' README what to expect of it, and is named as its file", async () => {
  const readme = await readFile(resolve(exampleFolder, "README.md"), "utf8");
  const listed = [...readme.matchAll(/^\| `([a-z-]+)`/gm)].map(([, name]) => `${name ?? ""}.yaml`);
  expect(listed.sort()).toEqual(await exampleFiles());
  for (const file of listed) expect(`${(await exampleJob(file)).name}.yaml`).toBe(file);
});
