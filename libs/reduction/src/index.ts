export * from "./join-vectors.js";
export * from "./reduction-tree.js";
