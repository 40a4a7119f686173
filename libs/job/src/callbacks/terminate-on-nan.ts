import * as z from "zod";
import { mapping } from "../structures.js";

export const terminateOnNanSchema = mapping(
  {
    type: z
      .literal("TerminateOnNaN")
      .describe(
        "Accepted without effect: a value that is not finite always ends the run, before the update.",
      ),
  },
  { raiseError: "the run always fails, with the place of the first such value" },
).describe("TerminateOnNaN: always on.");

/** TerminateOnNaN, which is always on. */
export type TerminateOnNanSpec = z.output<typeof terminateOnNanSchema>;
