import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { findProgram } from "./programs.mjs";
import { testFolder, writeFiles } from "./testing.mjs";

const python = findProgram("python3", "python") ?? "";
const skip = python === "" && "no Python here";
const unpackProgram = fileURLToPath(new URL("unpack-wheel.py", import.meta.url));

/** @param {string} folder @param {string[]} names @returns {string} the wheel's file */
function makeWheel(folder, names) {
  writeFiles(folder, Object.fromEntries(names.map((name) => [name, name])));
  spawnSync(python, ["-m", "zipfile", "-c", "w.whl", "tensorflow"], { cwd: folder });
  return join(folder, "w.whl");
}

test("only libtensorflow and the headers needed are unpacked", { skip }, (t) => {
  const [folder, target] = [testFolder(t), testFolder(t)];
  const wheel = makeWheel(folder, [
    "tensorflow/libtensorflow_cc.so.2",
    "tensorflow/libtensorflow_framework.so.2",
    "tensorflow/include/tensorflow/c/c_api.h",
    "tensorflow/include/tensorflow/core/graph.h",
    "tensorflow/python/big.so",
  ]);
  assert.equal(spawnSync(python, [unpackProgram, wheel, target], { stdio: "inherit" }).status, 0);
  assert.deepEqual(
    readdirSync(target, { recursive: true })
      .filter((name) => /\.(so|h)/.test(String(name)))
      .sort(),
    ["include/tensorflow/c/c_api.h", "lib/libtensorflow_cc.so.2", "lib/libtensorflow_framework.so.2"],
  );
});

test("a wheel without the library is refused by name", { skip }, (t) => {
  const [folder, target] = [testFolder(t), testFolder(t)];
  const wheel = makeWheel(folder, ["tensorflow/libtensorflow_cc.so.2"]);
  const { status, stderr } = spawnSync(python, [unpackProgram, wheel, target], { encoding: "utf8" });
  assert.equal(status, 1);
  assert.match(stderr, /lacks lib\/libtensorflow_framework\.so\.2/);
});
