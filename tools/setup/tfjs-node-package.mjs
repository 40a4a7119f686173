import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";

/**
 * The installed @tensorflow/tfjs-node: `deps/` is to hold libtensorflow (lib, include), `lib/napi-vN/` the addon.
 * @typedef {{ folder: string, version: string, napi: number }} TfjsNode
 */

/** @param {string} root @returns {TfjsNode | undefined} undefined when it isn't installed */
export function findTfjsNode(root) {
  const folder = join(root, "node_modules", "@tensorflow", "tfjs-node");
  if (!existsSync(join(folder, "package.json"))) return undefined;
  const { version, binary } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const ours = Number(process.versions.napi);
  const napi = Math.max(...binary.napi_versions.filter((/** @type {number} */ offered) => offered <= ours));
  return { folder, version, napi };
}

/** What tfjs-node needs of its own package to be installed or built elsewhere. @param {TfjsNode} tfjsNode @param {string} target */
export function copyBuildFiles(tfjsNode, target) {
  for (const name of ["package.json", "binding.gyp", "binding", "scripts"]) {
    cpSync(join(tfjsNode.folder, name), join(target, name), { recursive: true });
  }
}

/** @param {TfjsNode} tfjsNode */
const addonFolder = (tfjsNode) => join(tfjsNode.folder, "lib", `napi-v${tfjsNode.napi}`);

/** @param {TfjsNode} tfjsNode */
export const addonFile = (tfjsNode) => join(addonFolder(tfjsNode), "tfjs_binding.node");

/**
 * Puts libtensorflow (by a link) and the addon (as a copy: it finds libtensorflow relative to its real place) into the package.
 * @param {TfjsNode} tfjsNode @param {string} libtensorflow a folder with lib and include @param {string} addon a folder with tfjs_binding.node
 */
export function connect(tfjsNode, libtensorflow, addon) {
  disconnect(tfjsNode);
  symlinkSync(libtensorflow, join(tfjsNode.folder, "deps"), "junction");
  const target = addonFolder(tfjsNode);
  mkdirSync(join(tfjsNode.folder, "lib"), { recursive: true });
  cpSync(addon, `${target}.new`, { recursive: true, dereference: true });
  renameSync(`${target}.new`, target);
}

/** @param {TfjsNode} tfjsNode */
export function disconnect(tfjsNode) {
  rmSync(join(tfjsNode.folder, "deps"), { recursive: true, force: true });
  rmSync(join(tfjsNode.folder, "lib"), { recursive: true, force: true });
}

/** Whether addon and libtensorflow are there (the link's end too). @param {TfjsNode} tfjsNode */
export function isConnected(tfjsNode) {
  const isFile = (/** @type {string} */ file) => statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
  return (
    isFile(addonFile(tfjsNode)) &&
    libraryNames.some((name) => isFile(join(tfjsNode.folder, "deps", "lib", name)))
  );
}

const libraryNames = [
  "libtensorflow.so",
  "libtensorflow.dylib",
  "libtensorflow.2.dylib",
  "tensorflow.dll",
  "tensorflow.lib",
];
