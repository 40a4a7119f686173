export * from "./backoff.js";
export * from "./deferred.js";
export * from "./process-load.js";
export * from "./sleep.js";
export * from "./thread-exec-argv.js";
