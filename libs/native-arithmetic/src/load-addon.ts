import { createRequire } from "node:module";
import { dirname } from "node:path";
import type { ArithmeticAddon } from "./addon.js";

const require = createRequire(import.meta.url);

/**
 * Loads the addon. It is one for all native code, and lies where the native backend does, of which nothing else is loaded.
 * @throws Error where it was not built, or cannot be loaded
 */
export function loadAddon(): ArithmeticAddon {
  // By its name, not by this file's place, so that a bundle of this file finds it too.
  const folder = dirname(require.resolve("@lockstep/backend-native/package.json"));
  return (require("node-gyp-build") as (folder: string) => ArithmeticAddon)(folder);
}
