import type { EventOf, Measures, RunEvent } from "@lockstep/telemetry";

export interface NumbersOfRun {
  readonly digests: readonly string[];
  readonly losses: readonly (number | undefined)[];
  readonly epochs: readonly Measures[];
  readonly flows: readonly EventOf<"gradient-flow">["layers"][];
  readonly finalDigest: string;
  readonly test: Measures | undefined;
}

/** All numbers that a run tells, none of which may depend on who computed them. */
export function numbersOf(events: readonly RunEvent[]): NumbersOfRun {
  const finished = events.at(-1);
  if (finished?.type !== "run-finished" || finished.outcome !== "completed")
    throw new Error(`expected a completed run, got ${JSON.stringify(finished)}`);
  const { finalDigest, test } = finished;
  return {
    digests: events.flatMap((event) => (event.type === "step" ? [event.digest] : [])),
    losses: events.flatMap((event) => (event.type === "step" ? [event.measures.loss] : [])),
    epochs: events.flatMap((event) => (event.type === "epoch" ? [event.measures] : [])),
    flows: events.flatMap((event) => (event.type === "gradient-flow" ? [event.layers] : [])),
    finalDigest,
    test,
  };
}
