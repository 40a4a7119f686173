import { checkpointMutations } from "./checkpoint-mutations.js";
import type { Mutation } from "./mutation.js";
import { recoveryMutations } from "./recovery-mutations.js";
import { wishMutations } from "./wish-mutations.js";
import { workMutations } from "./work-mutations.js";

/** What the simulation must find: each takes away one thing that the promise rests on. */
export const mutations: readonly Mutation[] = [
  ...workMutations,
  ...recoveryMutations,
  ...checkpointMutations,
  ...wishMutations,
];
