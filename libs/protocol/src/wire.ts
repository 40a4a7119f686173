import { lockstep } from "../generated/lockstep.js";

/** The generated messages, for tools and tests that must say what no codec would. */
export const wire = lockstep.v1;
