import { createRequire } from "node:module";
import { dirname } from "node:path";
import { BackendError } from "@lockstep/backend";
import type { Addon } from "./addon.js";
import { whyNotBuilt } from "./native-set-up.js";

const require = createRequire(import.meta.url);

/**
 * Loads the addon: the one that was built here, else the one that the package brought for this platform.
 * @throws BackendError "unavailable" where there is neither, or it cannot be loaded
 */
export function loadAddon(): Addon {
  // By its name, not by this file's place, so that a bundle of this file finds it too.
  return loadAddonFrom(dirname(require.resolve("@lockstep/backend-native/package.json")));
}

/** @param folder with build/Release or prebuilds/<platform>-<architecture> */
export function loadAddonFrom(folder: string): Addon {
  try {
    return (require("node-gyp-build") as (folder: string) => Addon)(folder);
  } catch (cause) {
    throw new BackendError("unavailable", `backend native: ${firstLine(cause)}; ${whyNotBuilt()}`, { cause });
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n", 1)[0] as string;
}
