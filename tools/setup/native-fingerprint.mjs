import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { nativePackage } from "./native-build.mjs";
import { nativePlatform } from "./platform.mjs";
import { digestOf, readJson } from "./stamp.mjs";

/** One hash of all that an addon is made of: sources, flags, Node-API's C++ face, and what it is made for. @param {string} root @returns {string} */
export function nativeFingerprint(root) {
  const folder = nativePackage(root);
  const files = [
    "binding.gyp",
    "compilation.mjs",
    ...filesBeneath(folder, "core"),
    ...filesBeneath(folder, "binding"),
  ];
  const addonApi = readJson(join(root, "node_modules", "node-addon-api", "package.json"))?.version ?? "";
  return digestOf(
    nativePlatform(),
    addonApi,
    ...files.flatMap((file) => [file, readFileSync(join(folder, file))]),
  );
}

/** @param {string} folder @param {string} inner @returns {string[]} relative to `folder`, in a fixed order */
function filesBeneath(folder, inner) {
  if (!existsSync(join(folder, inner))) return [];
  return readdirSync(join(folder, inner), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .split(sep)
        .join("/"),
    )
    .sort();
}
