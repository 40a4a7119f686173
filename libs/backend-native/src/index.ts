export type { Addon, InstructionSet } from "./addon/addon.js";
export { loadAddon } from "./addon/load-addon.js";
