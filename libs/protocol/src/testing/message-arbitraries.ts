import fc from "fast-check";
import {
  dataParts,
  refusalCodes,
  type CoordinatorMessage,
  type RangeKey,
  type WorkerMessage,
} from "../messages.js";

const uint32 = fc.nat(0xffffffff);
const text = (mostLength: number) => fc.string({ unit: "binary", minLength: 1, maxLength: mostLength });
const name = fc.stringMatching(/^[\w.:-]{1,40}$/);
const float32s = (maxLength: number) =>
  fc.float32Array({ maxLength }).map((values) => Float32Array.from(values));
const floats = float32s(20);

const range: fc.Arbitrary<RangeKey> = fc
  .record({ runId: text(20), round: uint32, first: fc.nat(65_535) })
  .chain((key) => fc.integer({ min: 1, max: 65_536 - key.first }).map((count) => ({ ...key, count })));

const nonFinite = ({ first, count }: RangeKey) =>
  fc.record(
    {
      microBatch: fc.integer({ min: first, max: first + count - 1 }),
      sequence: uint32,
      layer: text(30),
      pass: fc.constantFrom("forward" as const, "backward" as const),
      timeStep: uint32,
      value: fc.constantFrom(NaN, Infinity, -Infinity),
    },
    { requiredKeys: ["microBatch", "sequence", "layer", "pass", "value"] },
  );

const resultArrays = ["gradient", "statistics", "predictions", "states"] as const;

const result = range.chain((key) =>
  fc.record(
    {
      type: fc.constant("result" as const),
      runId: fc.constant(key.runId),
      round: fc.constant(key.round),
      first: fc.constant(key.first),
      count: fc.constant(key.count),
      gradient: floats,
      statistics: fc.float64Array({ maxLength: 10 }).map((values) => Float64Array.from(values)),
      predictions: floats,
      states: floats,
      nonFinite: nonFinite(key),
      computeMs: fc.double({ min: 0, max: 1e9, noNaN: true }),
    },
    { requiredKeys: ["type", "runId", "round", "first", "count", ...resultArrays, "computeMs"] },
  ),
);

/** Valid messages of a worker, of every kind. */
export const workerMessages: fc.Arbitrary<WorkerMessage> = fc.oneof(
  fc.record({
    type: fc.constant("hello" as const),
    protocolVersion: uint32,
    workerId: name,
    incarnation: text(40),
    slots: fc.integer({ min: 1, max: 1024 }),
    backend: text(20),
    backendVersion: fc.string({ maxLength: 20 }),
    fingerprint: text(40),
    creditBytes: fc.maxSafeNat(),
  }),
  fc.record({ type: fc.constant("credit" as const), bytes: fc.maxSafeNat() }),
  fc.record(
    {
      type: fc.constant("heartbeat" as const),
      sequence: uint32,
      cpu: fc.double({ min: 0, max: 1e6, noNaN: true }),
      memoryBytes: fc.maxSafeNat(),
      roundTripMs: fc.double({ min: 0, max: 1e9, noNaN: true }),
    },
    { requiredKeys: ["type", "sequence"] },
  ),
  result,
  range.chain((key) =>
    fc.string({ maxLength: 30 }).map((reason): WorkerMessage => ({ type: "failure", ...key, reason })),
  ),
  fc.record({ type: fc.constant("leaving" as const), reason: fc.string({ maxLength: 30 }) }),
);

const intervalMs = fc.integer({ min: 10, max: 3_600_000 });
const whole32 = (least: number) => fc.integer({ min: least, max: 0xffffffff });

interface Sizes {
  readonly first: number;
  readonly rows: number[];
  readonly timeSteps: number;
}

const assignment = fc
  .record({
    first: fc.nat(60_000),
    rows: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }),
    timeSteps: whole32(1),
  })
  .chain(({ first, rows, timeSteps }: Sizes): fc.Arbitrary<CoordinatorMessage> => {
    const total = rows.reduce((sum, count) => sum + count, 0);
    const uint32s = (length: number) =>
      fc.uint32Array({ minLength: length, maxLength: length }).map((values) => Uint32Array.from(values));
    const timeRange = fc
      .integer({ min: 1, max: timeSteps })
      .chain((end) => fc.nat(end - 1).map((begin) => ({ begin, end })));
    const fresh = fc.subarray(Array.from({ length: total }, (_, place) => place)).chain((places) =>
      fc.record({
        places: fc.constant(Uint32Array.from(places)),
        lengths: uint32s(places.length),
        values: floats,
      }),
    );
    return fc.record(
      {
        type: fc.constant("assignment" as const),
        runId: text(20),
        round: uint32,
        purpose: fc.constantFrom("gradient" as const, "evaluate" as const, "predict" as const),
        parametersVersion: uint32,
        first: fc.constant(first),
        rows: fc.constant(rows),
        part: fc.constantFrom(...dataParts),
        sequences: uint32s(total),
        fresh,
        timeSteps: fc.constant(timeSteps),
        timeRange,
        states: fc.nat(3).map((size) => new Float32Array(size * total).fill(0.5)),
        gradientFlow: fc.boolean(),
      },
      {
        requiredKeys: [
          ...(["type", "runId", "round", "purpose", "parametersVersion", "first", "rows"] as const),
          ...(["part", "sequences", "fresh", "timeSteps", "states", "gradientFlow"] as const),
        ],
      },
    );
  });

/** Valid messages of the coordinator, of every kind. */
export const coordinatorMessages: fc.Arbitrary<CoordinatorMessage> = fc.oneof(
  fc.record({
    type: fc.constant("welcome" as const),
    protocolVersion: uint32,
    heartbeatIntervalMs: intervalMs,
    maxFrameBytes: whole32(1),
  }),
  fc.record({
    type: fc.constant("refusal" as const),
    code: fc.constantFrom(...refusalCodes),
    reason: fc.string({ maxLength: 30 }),
  }),
  fc.record({ type: fc.constant("heartbeat" as const), sequence: uint32 }),
  fc.record({
    type: fc.constant("run-begin" as const),
    runId: text(20),
    jobJson: text(60),
    inputs: fc.array(fc.record({ name: text(10), sizes: fc.array(whole32(1), { maxLength: 8 }) }), {
      maxLength: 4,
    }),
    layoutsJson: text(60),
    heldSequencesBytes: uint32,
    heartbeatIntervalMs: intervalMs,
  }),
  fc.record({
    type: fc.constant("parameters" as const),
    runId: text(20),
    version: uint32,
    values: floats,
  }),
  assignment,
  range.map((key): CoordinatorMessage => ({ type: "revoke", ...key })),
  fc.record({ type: fc.constant("run-end" as const), runId: text(20) }),
  fc.record({ type: fc.constant("drain" as const), reason: fc.string({ maxLength: 30 }) }),
);

/** What happens to bytes on a bad way: some changed, cut off, put in, or repeated. */
export function damaged(bytes: Uint8Array): fc.Arbitrary<Uint8Array> {
  const at = fc.nat(Math.max(0, bytes.length - 1));
  return fc.oneof(
    fc.array(fc.tuple(at, fc.nat(255)), { minLength: 1, maxLength: 4 }).map((changes) => {
      const changed = Uint8Array.from(bytes);
      for (const [place, value] of changes) changed[place] = value;
      return changed;
    }),
    at.map((end) => bytes.slice(0, end)),
    fc
      .tuple(at, fc.uint8Array({ minLength: 1, maxLength: 12 }))
      .map(([place, more]) => Uint8Array.from([...bytes.slice(0, place), ...more, ...bytes.slice(place)])),
    fc
      .tuple(at, at)
      .map(([from, to]) =>
        Uint8Array.from([...bytes, ...bytes.slice(Math.min(from, to), Math.max(from, to))]),
      ),
  );
}
