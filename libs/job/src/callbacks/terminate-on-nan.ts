import type * as z from "zod";
import { variant } from "../structures.js";

export const terminateOnNanSchema = variant({
  type: "TerminateOnNaN",
  about: "Accepted without effect: a value that is not finite always ends the run, before the update.",
  description: "TerminateOnNaN: always on.",
  refused: { raiseError: "the run always fails, with the place of the first such value" },
});

/** TerminateOnNaN, which is always on. */
export type TerminateOnNanSpec = z.output<typeof terminateOnNanSchema>;
