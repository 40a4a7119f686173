import { pathToFileURL } from "node:url";
import { thisCheckout } from "./checkout.mjs";
import { compileNative, compilerOutput } from "./native-build.mjs";
import { aloud } from "./spoken-step.mjs";
import { Unavailable } from "./unavailable.mjs";

/** Compiles what changed, and says what the compiler says. @param {string} root @param {(line: string) => void} log */
async function compileOrExplain(root, log) {
  try {
    await aloud(log, "compiling the native kernels", () => compileNative(root));
    return true;
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    log(compilerOutput(root));
    log(`${error.message}. ${error.howToFix}.`);
    return false;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (!(await compileOrExplain(thisCheckout, console.error))) process.exitCode = 1;
}
