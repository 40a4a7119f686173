import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttp2Server } from "node:http2";
import type { AddressInfo } from "node:net";
import {
  Server,
  ServerCredentials,
  status,
  type handleServerStreamingCall,
  type handleUnaryCall,
} from "@grpc/grpc-js";
import {
  carriesToken,
  controlService,
  maxFrameBytes,
  RunKind,
  serverOptions,
  TensorSplitter,
  type CheckpointRequest,
  type CheckpointResponse,
  type DrainRequest,
  type DrainResponse,
  type ListRunsRequest,
  type ListRunsResponse,
  type OverviewRequest,
  type OverviewResponse,
  type PauseRequest,
  type PauseResponse,
  type PredictionsRequest,
  type PredictionsResponse,
  type ResumeRequest,
  type ResumeResponse,
  type StopRequest,
  type StopResponse,
  type SubmitRequest,
  type SubmitResponse,
  type WatchEvent,
  type WatchRequest,
} from "@lockstep/protocol";
import { parseDataSource, parseJobValue } from "@lockstep/job";
import { afterEach, describe, expect, it } from "vitest";
import { connect, type Client, type ConnectOptions } from "./client.js";
import { ClientError } from "./client-error.js";

const ends: (() => void)[] = [];

afterEach(() => {
  for (const end of ends.splice(0).reverse()) end();
});

interface Handlers {
  listRuns?: handleUnaryCall<ListRunsRequest, ListRunsResponse>;
  pause?: handleUnaryCall<PauseRequest, PauseResponse>;
  resume?: handleUnaryCall<ResumeRequest, ResumeResponse>;
  checkpoint?: handleUnaryCall<CheckpointRequest, CheckpointResponse>;
  drain?: handleUnaryCall<DrainRequest, DrainResponse>;
  overview?: handleUnaryCall<OverviewRequest, OverviewResponse>;
  submit?: handleUnaryCall<SubmitRequest, SubmitResponse>;
  stop?: handleUnaryCall<StopRequest, StopResponse>;
  watch?: handleServerStreamingCall<WatchRequest, WatchEvent>;
  predictions?: handleServerStreamingCall<PredictionsRequest, PredictionsResponse>;
}

/** A coordinator that says what the test tells it to. */
async function coordinator(handlers: Handlers, options: ConnectOptions = {}): Promise<Client> {
  const server = new Server(serverOptions);
  const silent = () => undefined;
  const unused = Object.fromEntries(Object.keys(controlService).map((name) => [name, silent]));
  server.addService(controlService, { ...unused, ...handlers });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  ends.push(() => server.forceShutdown());
  return client(`127.0.0.1:${port}`, options);
}

function client(address: string, options: ConnectOptions = {}): Client {
  const made = connect(address, options);
  ends.push(() => made.close());
  return made;
}

function event(sequence: number): WatchEvent {
  const json = JSON.stringify({ type: "waiting", for: "workers", sequence, runId: "r", time: 0 });
  return { sequence, json };
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function failureOf(promise: Promise<unknown>): Promise<ClientError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ClientError);
  return error as ClientError;
}

const job = parseJobValue({
  data: { train: { random: { sequences: 4, timeSteps: 2, features: 1 } } },
  model: { layers: [{ type: "Dense", units: 1 }] },
  loss: "binary_crossentropy",
});

describe("submit", () => {
  it("sends the job and gives the run's id", async () => {
    const requests: SubmitRequest[] = [];
    const made = await coordinator({
      submit: ({ request }, answer) => {
        requests.push(request);
        answer(null, { runId: "r1" });
      },
    });
    expect(await made.submit({ kind: "train", job, minWorkers: 2 })).toBe("r1");
    const data = parseDataSource({ npz: "/d.npz" });
    expect(await made.submit({ kind: "predict", model: "r1", data })).toBe("r1");
    expect(requests[0]).toMatchObject({ kind: RunKind.RUN_KIND_TRAIN, minWorkers: 2 });
    expect(JSON.parse(requests[0]!.jobJson!)).toEqual(job);
    expect(requests[1]).toMatchObject({ kind: RunKind.RUN_KIND_PREDICT, model: "r1", minWorkers: 0 });
    expect(JSON.parse(requests[1]!.dataJson!)).toEqual(data);
  });

  it("shows its token", async () => {
    const submit: Handlers["submit"] = ({ metadata }, answer) => {
      if (carriesToken(metadata, "secret")) answer(null, { runId: "r1" });
      else answer({ code: status.UNAUTHENTICATED, details: "token: missing or wrong" });
    };
    const right = await coordinator({ submit }, { token: "secret" });
    expect(await right.submit({ kind: "train", job })).toBe("r1");
    const error = await failureOf(client(right.address).submit({ kind: "train", job }));
    expect(error.code).toBe("unauthenticated");
    expect(error.message).toBe(`coordinator ${right.address} refused the token: missing or wrong`);
  });

  it("repeats what the coordinator says of a bad submission", async () => {
    const made = await coordinator({
      submit: (_, answer) => answer({ code: status.INVALID_ARGUMENT, details: "data.train: no sequences" }),
    });
    expect(await failureOf(made.submit({ kind: "train", job }))).toMatchObject({
      code: "invalid",
      message: "data.train: no sequences",
    });
  });

  it("sends no job or data that are too large, and names them", async () => {
    const made = client("127.0.0.1:1");
    const name = "x".repeat(5 * 2 ** 20);
    const limit = "expected at most 1048576 characters, written as JSON with all defaults, got 52";
    expect(await failureOf(made.submit({ kind: "train", job: { ...job, name } }))).toMatchObject({
      code: "invalid",
      message: expect.stringContaining(`job: ${limit}`) as string,
    });
    expect(await failureOf(made.submit({ kind: "predict", model: "r", data: name }))).toMatchObject({
      code: "invalid",
      message: expect.stringContaining(`data: ${limit}`) as string,
    });
  });

  it("gives up at its deadline", async () => {
    const made = await coordinator({}, { submitDeadlineMs: 50 });
    expect(await failureOf(made.submit({ kind: "train", job }))).toMatchObject({ code: "deadline" });
  });

  it("names a coordinator that cannot be reached", async () => {
    const error = await failureOf(client("127.0.0.1:1").submit({ kind: "train", job }));
    expect(error.code).toBe("unreachable");
    expect(error.message).toBe("coordinator 127.0.0.1:1 cannot be reached: connect ECONNREFUSED 127.0.0.1:1");
    expect(error.cause).toBeInstanceOf(Error);
  });
});

describe("an address where no coordinator answers", () => {
  it.each([
    ["HTTP", () => createHttpServer((_, response) => response.end("ok"))],
    ["HTTP/2 without gRPC", () => createHttp2Server((_, response) => response.writeHead(404).end())],
  ] as const)("is told apart from one where nothing does: %s", async (_, create) => {
    const server = create().listen(0, "127.0.0.1");
    await once(server, "listening");
    ends.push(() => server.close());
    const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { message } = await failureOf(client(address).runs());
    expect(message).toContain(`coordinator ${address}`);
    expect(message).toContain("what answers there is no coordinator's gRPC");
    expect(message).toContain("--listen, not of its --http");
  });
});

describe("overview", () => {
  const told = { sequence: 9, newest: 8, run: { runId: "r", step: 3 }, workers: [] };
  const answering = (value: unknown) =>
    coordinator({ overview: (_, answer) => answer(null, { json: JSON.stringify(value) }) });

  it("says what the coordinator does", async () => {
    const made = await answering(told);
    expect(await made.overview("r")).toEqual(told);
  });

  it.each([
    ["sequence", { ...told, sequence: "9" }, "overview.sequence: expected a whole number"],
    ["newest", { ...told, newest: 0.5 }, "overview.newest: expected a whole number"],
    ["run", { ...told, run: {} }, "overview.run: expected a run"],
    ["workers", { ...told, workers: {} }, "overview.workers: expected a list"],
    ["all of it", null, "overview.sequence: expected a whole number"],
  ])("is refused where it is not what it must be: %s", async (_, value, message) => {
    const made = await answering(value);
    expect(await failureOf(made.overview("r"))).toMatchObject({ code: "protocol", message });
  });

  it("is told apart where the coordinator is older than the question", async () => {
    const made = await coordinator({
      overview: (_, answer) => answer({ code: status.UNIMPLEMENTED, details: "unknown method" }),
    });
    expect((await failureOf(made.overview("r"))).code).toBe("unsupported");
  });
});

describe("watch", () => {
  it("gives the events after a number until the last", async () => {
    const made = await coordinator({
      watch: (call) => {
        for (let number = call.request.after! + 1; number <= 5; number++) call.write(event(number));
        call.end();
      },
    });
    const events = await collect(made.watch("r", { after: 2 }));
    expect(events.map(({ sequence }) => sequence)).toEqual([3, 4, 5]);
    expect(events[0]).toMatchObject({ type: "waiting", for: "workers" });
  });

  it("ends the call when the loop is left", async () => {
    const { promise, resolve } = withResolvers();
    const made = await coordinator({
      watch: (call) => {
        call.on("cancelled", () => resolve());
        call.write(event(1));
      },
    });
    for await (const first of made.watch("r")) {
      expect(first.sequence).toBe(1);
      break;
    }
    await promise;
  });

  it("ends when its signal says so", async () => {
    const made = await coordinator({ watch: (call) => void call.write(event(1)) });
    const controller = new AbortController();
    const reason = new Error("enough");
    const watching = (async () => {
      for await (const event of made.watch("r", { signal: controller.signal })) {
        expect(event.sequence).toBe(1);
        controller.abort(reason);
      }
    })();
    expect(await failureOf(watching)).toMatchObject({ code: "cancelled", cause: reason });
    expect(await failureOf(collect(made.watch("r", { signal: controller.signal })))).toMatchObject({
      code: "cancelled",
    });
  });

  it.each(["nonsense", "{}", "3"])("refuses the event %s", async (json) => {
    const made = await coordinator({
      watch: (call) => {
        call.write({ sequence: 1, json });
        call.end();
      },
    });
    expect(await failureOf(collect(made.watch("r")))).toMatchObject({ code: "protocol" });
  });

  it("says when a run is not known", async () => {
    const made = await coordinator({
      watch: (call) => call.emit("error", { code: status.NOT_FOUND, details: 'run "r" is not known' }),
    });
    expect(await failureOf(collect(made.watch("r")))).toMatchObject({
      code: "not-found",
      message: 'run "r" is not known',
    });
  });
});

describe("stop", () => {
  it("names the run, and why", async () => {
    const stopped: unknown[] = [];
    const made = await coordinator({
      stop: ({ request: { runId, reason } }, answer) => {
        stopped.push([runId, reason]);
        answer(null, {});
      },
    });
    await made.stop("r7");
    await made.stop("r8", "interrupted");
    expect(stopped).toEqual([
      ["r7", ""],
      ["r8", "interrupted"],
    ]);
  });
});

describe("runs", () => {
  const wire = {
    ...{ runId: "r1", name: "digits", kind: "train", state: "paused", step: 3, totalSteps: 9 },
    ...{ submittedMs: 1_700_000_000_000, waitingFor: "room on the disk" },
  };
  const listing = (...runs: object[]): Handlers => ({
    listRuns: (_, answer) => answer(null, { runs }),
  });

  it("tells what each run is, and what it waits for", async () => {
    const last = { runId: "r2", kind: "predict", state: "interrupted", submittedMs: 2 ** 45 };
    const made = await coordinator(listing(wire, last));
    expect(await made.runs()).toEqual([wire, { ...last, name: "", step: 0, totalSteps: 0 }]);
  });

  it.each<[object, string]>([
    [{ runId: "" }, 'runs.run_id: expected text, got ""'],
    [{ kind: "sleep" }, 'runs.kind: expected train, evaluate, predict, got "sleep"'],
    [{ state: "odd" }, "runs.state: expected queued, waiting, running, paused,"],
    [{ submittedMs: -1 }, "runs.submitted_ms: expected a whole number from 0"],
  ])("refuses a run with %j", async (change, text) => {
    const made = await coordinator(listing({ ...wire, ...change }));
    const error = await failureOf(made.runs());
    expect(error.code).toBe("protocol");
    expect(error.message).toContain(text);
  });
});

describe("pause, resume, checkpoint and drain", () => {
  it("name the run or the worker", async () => {
    const asked: unknown[] = [];
    const made = await coordinator({
      pause: ({ request: { runId, reason } }, answer) => {
        asked.push(["pause", runId, reason]);
        answer(null, {});
      },
      resume: ({ request }, answer) => {
        asked.push(["resume", request.runId]);
        answer(null, {});
      },
      checkpoint: ({ request }, answer) => {
        asked.push(["checkpoint", request.runId]);
        answer(null, { step: 12, file: "checkpoints/step-12.safetensors" });
      },
      drain: ({ request }, answer) => {
        asked.push(["drain", request.workerId]);
        answer(null, {});
      },
    });
    await made.pause("r", "lunch");
    await made.pause("r");
    await made.resume("r");
    expect(await made.checkpoint("r")).toEqual({ step: 12, file: "checkpoints/step-12.safetensors" });
    await made.drain("w");
    expect(asked).toEqual([
      ["pause", "r", "lunch"],
      ["pause", "r", ""],
      ["resume", "r"],
      ["checkpoint", "r"],
      ["drain", "w"],
    ]);
  });

  it("tell apart what is not known and what cannot be done now", async () => {
    const made = await coordinator({
      pause: (_, answer) => answer({ code: status.FAILED_PRECONDITION, details: "run r has ended" }),
      drain: (_, answer) => answer({ code: status.NOT_FOUND, details: "worker w is not here" }),
      checkpoint: (_, answer) => answer(null, {}),
    });
    expect(await failureOf(made.pause("r"))).toMatchObject({ code: "not-ready", message: "run r has ended" });
    expect(await failureOf(made.drain("w"))).toMatchObject({
      code: "not-found",
      message: "worker w is not here",
    });
    expect(await failureOf(made.checkpoint("r"))).toMatchObject({ code: "protocol" });
  });

  it("give up at their deadlines", async () => {
    const made = await coordinator({}, { deadlineMs: 50, checkpointDeadlineMs: 50 });
    for (const call of [made.resume("r"), made.checkpoint("r")])
      expect(await failureOf(call)).toMatchObject({ code: "deadline" });
  });
});

describe("predictions", () => {
  function pieces(values: Float32Array, shape: number[]): NonNullable<Handlers["predictions"]> {
    return (call) => {
      const frames: NonNullable<PredictionsResponse["frame"]>[] = [];
      new TensorSplitter().wrap(values, frames);
      call.write({ shape });
      for (const frame of frames) call.write({ frame });
      call.end();
    };
  }

  it("puts the pieces together", async () => {
    const values = Float32Array.from({ length: maxFrameBytes / 2 }, (_, index) => index / 3);
    const made = await coordinator({ predictions: pieces(values, [values.length / 2, 2]) });
    const predictions = await made.predictions("r");
    expect(predictions.shape).toEqual([values.length / 2, 2]);
    expect(Buffer.from(predictions.values.buffer).equals(Buffer.from(values.buffer))).toBe(true);
  });

  it("takes one frame however small, and none for no values", async () => {
    const data = new Uint8Array(new Float32Array([1, 2]).buffer);
    const one = await coordinator({
      predictions: (call) => {
        call.write({ shape: [2, 1], frame: { transfer: 1, offset: 0, totalBytes: 8, data } });
        call.end();
      },
    });
    expect((await one.predictions("r")).values).toEqual(new Float32Array([1, 2]));
    const none = await coordinator({
      predictions: (call) => {
        call.write({
          shape: [0, 1],
          frame: { transfer: 1, offset: 0, totalBytes: 0, data: new Uint8Array() },
        });
        call.end();
      },
    });
    expect(await none.predictions("r")).toEqual({ shape: [0, 1], values: new Float32Array() });
  });

  it("has the labels of all pieces, in their order", async () => {
    const made = await coordinator({
      predictions: (call) => {
        call.write({ shape: [0, 3], classLabels: ["a", "b"] });
        call.write({ classLabels: ["c"] });
        call.end();
      },
    });
    expect((await made.predictions("r")).classLabels).toEqual(["a", "b", "c"]);
  });

  it("refuses pieces that are not of the shape", async () => {
    const values = new Float32Array(maxFrameBytes);
    const short = await coordinator({ predictions: pieces(values, [values.length + 1, 1]) });
    expect(await failureOf(short.predictions("r"))).toMatchObject({ code: "protocol" });
    const long = await coordinator({ predictions: pieces(values, [1, 1]) });
    expect(await failureOf(long.predictions("r"))).toMatchObject({ code: "protocol" });
    const shapeless = await coordinator({ predictions: (call) => call.end() });
    expect(await failureOf(shapeless.predictions("r"))).toMatchObject({ code: "protocol" });
  });
});

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
