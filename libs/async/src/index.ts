export * from "./backoff.js";
export * from "./deferred.js";
export * from "./sleep.js";
