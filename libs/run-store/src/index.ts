export { lockDataDir, lockFolder, type FolderLock } from "./folder-lock.js";
export { openRunStore, type OpenRunStoreOptions } from "./open-run-store.js";
export type { RunStore, Told } from "./run-store.js";
export { RunStoreError, type RunStoreErrorCode } from "./run-store-error.js";
