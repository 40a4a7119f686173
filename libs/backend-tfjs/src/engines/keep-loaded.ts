import { createRequire } from "node:module";
import { constants } from "node:os";
import { dirname, join } from "node:path";

/** dlopen's RTLD_NODELETE, which Node does not name; by platform. */
const noDelete: Partial<Record<NodeJS.Platform, number>> = { linux: 0x1000, darwin: 0x80 };

/**
 * Keeps tfjs-node's addon, and libtensorflow with it, in memory until the process ends. Node unloads an addon when the
 * last thread that uses it ends, and libtensorflow leaves threads and exit handlers behind that then crash the process.
 * @throws Error where the addon cannot be loaded
 */
export function keepAddonLoaded(): void {
  const flag = noDelete[process.platform];
  if (flag === undefined) return;
  const folder = dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-node/package.json"));
  const addon = join(folder, "lib", "napi-v8", "tfjs_binding.node");
  process.dlopen({ exports: {} }, addon, constants.dlopen.RTLD_NOW | flag);
}
