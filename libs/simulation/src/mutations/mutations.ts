import type { Mutation } from "./mutation.js";

export const mutations: readonly Mutation[] = [];
