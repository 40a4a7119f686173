import assert from "node:assert/strict";
import { readlinkSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { manifestOf } from "./cache.mjs";
import { findParts, libtensorflowFromFolder } from "./libtensorflow-folder.mjs";
import { testFolder, writeFiles } from "./testing.mjs";

const onLinux = { skip: process.platform !== "linux" && "names of Linux" };
const header = "include/tensorflow/c/c_api.h";

test("the C library's layout is found", onLinux, (t) => {
  const folder = realpathSync(testFolder(t));
  writeFiles(folder, {
    "lib/libtensorflow.so.2.18.0": "",
    "lib/libtensorflow_framework.so.2": "",
    [header]: "",
  });
  assert.deepEqual(findParts(folder), {
    main: join(folder, "lib/libtensorflow.so.2.18.0"),
    framework: join(folder, "lib/libtensorflow_framework.so.2"),
    include: join(folder, "include"),
  });
});

for (const prefix of ["", "tensorflow/"]) {
  test(`the Python package's layout is found${prefix && " beneath tensorflow/"}`, onLinux, (t) => {
    const folder = realpathSync(testFolder(t));
    writeFiles(folder, {
      [`${prefix}libtensorflow_cc.so.2`]: "",
      [`${prefix}libtensorflow_framework.so.2`]: "",
      [`${prefix}${header}`]: "",
    });
    assert.equal(findParts(folder).main, join(folder, `${prefix}libtensorflow_cc.so.2`));
  });
}

test("what is missing is said by name", onLinux, (t) => {
  const folder = testFolder(t);
  writeFiles(folder, { "lib/libtensorflow.so": "" });
  assert.throws(
    () => findParts(folder),
    /lacks libtensorflow_framework\.so \(or \.so\.2\), include\/tensorflow\/c\/c_api\.h$/,
  );
  assert.throws(() => findParts(join(folder, "nowhere")), /nowhere, which doesn't exist/);
});

test("the entry links to the folder under the names that linker and loader look for", onLinux, async (t) => {
  const [folder, cache] = [realpathSync(testFolder(t)), testFolder(t)];
  writeFiles(folder, { "libtensorflow_cc.so.2": "code", "libtensorflow_framework.so.2": "", [header]: "" });
  const { entry } = await libtensorflowFromFolder(cache, folder);
  assert.equal(readlinkSync(join(entry, "lib", "libtensorflow.so")), join(folder, "libtensorflow_cc.so.2"));
  assert.equal(readlinkSync(join(entry, "include")), join(folder, "include"));
  assert.ok(manifestOf(entry));
});
