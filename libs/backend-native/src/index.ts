export type { Addon, InstructionSet } from "./addon/addon.js";
export { loadAddon } from "./addon/load-addon.js";
export { openNativeBackend, type NativeBackendOptions } from "./open-native-backend.js";
