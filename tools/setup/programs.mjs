import { accessSync, constants, existsSync, realpathSync, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

/** Every file of that name in PATH, in its order. @param {string} name @param {string} [path] @returns {string[]} */
export function findPrograms(name, path = process.env.PATH ?? "") {
  const suffixes = process.platform === "win32" ? [".exe", ".cmd", ".bat"] : [""];
  const candidates = path
    .split(delimiter)
    .filter(Boolean)
    .flatMap((folder) => suffixes.map((suffix) => join(folder, name + suffix)));
  return [...new Set(candidates)].filter(isProgram);
}

/** The first of several names that PATH has. @param {...string} names @returns {string | undefined} */
export const findProgram = (...names) => names.flatMap((name) => findPrograms(name))[0];

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** npm's own folder: of the npm that started us, else of the first in PATH, else beside node. @returns {string | undefined} */
export function findNpm() {
  const started = process.env.npm_execpath;
  const clis = [
    ...(started === undefined ? [] : [started]),
    ...findPrograms("npm").map(realpath),
    besideNode(),
  ];
  const cli = clis.find((file) => file.endsWith("npm-cli.js") && existsSync(file));
  return cli === undefined ? undefined : dirname(dirname(cli));
}

const besideNode = () =>
  join(dirname(dirname(process.execPath)), "lib", "node_modules", "npm", "bin", "npm-cli.js");

/** @param {string} file */
function realpath(file) {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

/** The environment for programs we start: the Node.js that runs us comes first in PATH, and output is plain. */
export function environment(/** @type {Record<string, string | undefined>} */ extra = {}) {
  return {
    ...process.env,
    PATH: [dirname(process.execPath), process.env.PATH].filter(Boolean).join(delimiter),
    NO_COLOR: "1",
    FORCE_COLOR: undefined,
    ...extra,
  };
}
