import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundleStarter } from "./bundle-programs.mjs";
import { commandFile, dist, nameOf, programFiles } from "./programs.mjs";

/**
 * Writes the files that processes and threads are started with, beside the bundles.
 * @param {string} by the module of src/bundle that starts the bundles
 */
export async function writeStarters(by) {
  await bundleStarter(join(dist, "bundle", `${by}.js`), join(dist, `${by}.cjs`));
  /** @param {string} file @param {string} call */
  const write = (file, call) =>
    writeFileSync(join(dist, `${nameOf(file)}.cjs`), `require("./${by}.cjs").${call};\n`);
  write(commandFile, "startCommand()");
  for (const file of programFiles) write(file, `startProgram("${nameOf(file)}")`);
}
