export * from "./reduction-tree.js";
