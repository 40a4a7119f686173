import * as z from "zod";
import { typeMessage, typesOf } from "../structures.js";
import { cosineDecayRestartsSchema } from "./cosine-decay-restarts.js";
import { cosineDecaySchema } from "./cosine-decay.js";
import { exponentialDecaySchema } from "./exponential-decay.js";
import { inverseTimeDecaySchema } from "./inverse-time-decay.js";
import { piecewiseConstantDecaySchema } from "./piecewise-constant-decay.js";
import { polynomialDecaySchema } from "./polynomial-decay.js";

/** Every schedule of the learning rate: a further one is a file beside this one and an entry here. */
const scheduleSchemas = [
  exponentialDecaySchema,
  piecewiseConstantDecaySchema,
  polynomialDecaySchema,
  inverseTimeDecaySchema,
  cosineDecaySchema,
  cosineDecayRestartsSchema,
] as const;

/** Names of the schedules, as `type` has them. */
export const scheduleTypes = typesOf(scheduleSchemas);

export const scheduleSchema = z
  .discriminatedUnion("type", scheduleSchemas, { error: typeMessage(scheduleTypes) })
  .meta({ id: "Schedule", description: "The learning rate as a function of the step, from 0." });

/** A schedule of the learning rate with all defaults filled in, told apart by `type`. */
export type ScheduleSpec = z.output<typeof scheduleSchema>;
