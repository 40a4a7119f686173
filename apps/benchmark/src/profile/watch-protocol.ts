import { performance } from "node:perf_hooks";
import { FramedStream, type CoordinatorMessage, type WorkerMessage } from "@lockstep/protocol";
import { ReductionTree } from "@lockstep/reduction";
import type { ProtocolEvent } from "./step-phases.js";

type Method = (...args: unknown[]) => unknown;
type Handlers = Parameters<FramedStream<CoordinatorMessage, WorkerMessage>["listen"]>[0];

/**
 * Has everything told that a coordinator in this process says to workers and hears from them, and every addition of
 * sums: its classes' methods are wrapped, as it has no reason to offer that itself.
 */
export function watchProtocol(tell: (event: ProtocolEvent) => void): void {
  const workers = new Map<unknown, number>();
  wrap(FramedStream.prototype, "send", (send, [message]) => {
    const said = sent(message as CoordinatorMessage);
    if (said) tell(said);
    return send(message);
  });
  wrap(FramedStream.prototype, "listen", (listen, [handlers], stream) => {
    if (!workers.has(stream)) workers.set(stream, workers.size);
    const worker = workers.get(stream) ?? 0;
    const heard = handlers as Handlers;
    const watched: Handlers = {
      alive: () => heard.alive(),
      violation: (error) => heard.violation(error),
      message: (message) => {
        const event = received(message, worker);
        if (event) tell(event);
        heard.message(message);
      },
    };
    return listen(watched);
  });
  wrap(ReductionTree.prototype, "addInSlices", (add, args) => timed(add(...args) as AddInSlices, tell));
}

type AddInSlices = ReturnType<ReductionTree["addInSlices"]>;

function sent(message: CoordinatorMessage): ProtocolEvent | undefined {
  switch (message.type) {
    case "parameters":
      return { type: "parameters", at: performance.now(), version: message.version };
    case "assignment":
      return { type: "assignment", round: message.round, version: message.parametersVersion };
    default:
      return undefined;
  }
}

function received(message: WorkerMessage, worker: number): ProtocolEvent | undefined {
  if (message.type !== "result") return undefined;
  const { round, computeMs } = message;
  return { type: "result", at: performance.now(), worker, round, computeMs };
}

function* timed(adding: AddInSlices, tell: (event: ProtocolEvent) => void): AddInSlices {
  const began = performance.now();
  yield* adding;
  const at = performance.now();
  tell({ type: "reduction", at, durationMs: at - began });
}

/** Puts a function around a method. @param around gets the method, bound, its arguments, and whose it is */
function wrap(
  prototype: object,
  name: string,
  around: (method: Method, args: unknown[], self: unknown) => unknown,
): void {
  const method = Reflect.get(prototype, name) as Method;
  Reflect.set(prototype, name, function (this: unknown, ...args: unknown[]) {
    return around((...given) => Reflect.apply(method, this, given), args, this);
  });
}
