import { fileURLToPath } from "node:url";

/** What runs `lockstep`, for node. It lies beside this file, and beside the bundle that this file becomes a part of. */
export const programFile = fileURLToPath(new URL("./main.js", import.meta.url));
