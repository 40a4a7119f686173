import type { EventOf, RunEvent } from "@lockstep/telemetry";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Cluster } from "./testing/cluster.js";
import { exampleJob } from "./testing/examples.js";
import { Workspace } from "./testing/workspace.js";

const workspace = await Workspace.open();
let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.start(workspace, 1);
});
afterAll(async () => {
  cluster.close();
  await workspace.close();
});

/** An epoch of an example, 40 steps. */
async function train(file: string, everySteps?: number): Promise<RunEvent[]> {
  const { telemetry, ...job } = await exampleJob(file);
  return cluster.train({
    ...job,
    telemetry: everySteps === undefined ? telemetry : { gradientFlow: { everySteps } },
    fit: { ...job.fit, epochs: 1 },
  });
}

function flowsOf(events: readonly RunEvent[]): EventOf<"gradient-flow">[] {
  return events.filter((event) => event.type === "gradient-flow");
}

/** How much of the gradient at the last time step is left at the first, at step 21. */
async function leftOver(file: string): Promise<number> {
  const [recurrent, ...others] = flowsOf(await train(file)).at(-1)?.layers ?? [];
  expect(recurrent).toMatchObject({ timeSteps: 80 });
  expect(others).toMatchObject([{ layer: "dense", timeSteps: 0, norms: [] }]);
  return (recurrent?.norms[0] ?? NaN) / (recurrent?.norms.at(-1) ?? NaN);
}

it("the gradient of a SimpleRNN vanishes on the adding problem, that of an LSTM by far less", async () => {
  const ofSimpleRnn = await leftOver("adding-simple-rnn.yaml");
  const ofLstm = await leftOver("adding-lstm.yaml");
  expect(ofSimpleRnn).toBeGreaterThan(0);
  expect(ofSimpleRnn).toBeLessThan(1e-9);
  expect(ofLstm / ofSimpleRnn).toBeGreaterThan(100);
});

it("it is told right before its step, as often as the job says, and changes no digest", async () => {
  const digestsOf = (events: readonly RunEvent[]) =>
    events.flatMap((event) => (event.type === "step" ? [event.digest] : []));
  const events = await train("adding-lstm.yaml", 3);
  expect(flowsOf(events).map(({ step }) => step)).toEqual(Array.from({ length: 14 }, (_, i) => 1 + 3 * i));
  for (const flow of flowsOf(events)) {
    expect(events[events.indexOf(flow) + 1]).toMatchObject({ type: "step", step: flow.step });
  }
  const without = await train("adding-lstm.yaml", 0);
  expect(flowsOf(without)).toEqual([]);
  expect(digestsOf(events)).toHaveLength(40);
  expect(digestsOf(events)).toEqual(digestsOf(without));
});
