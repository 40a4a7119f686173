import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

const folders = ["apps", "libs", "proto"];
const rootFiles = /^(package(-lock)?\.json|nx\.json|tsconfig.*\.json)$/;
const notSources = new Set([
  "node_modules",
  "dist",
  "generated",
  "test-results",
  ".nx",
  "build",
  "prebuilds",
]);
/** What a build doesn't read. */
const notBuilt = /\.test\.[cm]?tsx?$/;

/** One hash of everything a build reads, by content, independent of git. @param {string} root @returns {string} */
export function sourceFingerprint(root) {
  const hash = createHash("sha256").update(process.versions.node.split(".")[0] ?? "");
  for (const file of sourceFiles(root)) {
    const content = readFileSync(file);
    hash.update(`\0${relative(root, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/** @param {string} root @returns {string[]} in a fixed order */
function sourceFiles(root) {
  const top = readdirSync(root)
    .filter((name) => rootFiles.test(name))
    .map((name) => join(root, name));
  return [...top, ...folders.flatMap((folder) => filesBeneath(join(root, folder)))].sort();
}

/** @param {string} folder @returns {string[]} */
function filesBeneath(folder) {
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return notSources.has(entry.name) ? [] : filesBeneath(path);
    return entry.isFile() && !notBuilt.test(entry.name) ? [path] : [];
  });
}

/** @param {string} folder @returns {import("node:fs").Dirent[]} none when the folder isn't there */
function entriesOf(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return [];
    throw error;
  }
}

/** The dist folders that are there, relative to the root. @param {string} root @returns {string[]} */
export function distFolders(root) {
  const projects = ["apps", "libs"].flatMap((folder) =>
    entriesOf(join(root, folder)).map((entry) => join(folder, entry.name)),
  );
  return projects
    .filter((project) => entriesOf(join(root, project)).some((entry) => entry.name === "dist"))
    .map((project) => join(project, "dist"));
}
