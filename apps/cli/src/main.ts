/** Entry of the process `lockstep`: the bundle's, which the build puts beside this file. */
import { createRequire } from "node:module";

createRequire(import.meta.url)("./main.cjs");
