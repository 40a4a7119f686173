import type { RunEventBody } from "@lockstep/telemetry";
import type { EventSink, ToldBefore } from "../event-sink.js";

/** Events as a store has them: groups are there as a whole, and are safe once they are flushed. */
export class TestSink implements EventSink {
  readonly groups: (readonly RunEventBody[])[] = [];
  /** Groups that outlive a crash. */
  safe = 0;
  /** What `flushed` says; undefined: all is well. */
  trouble: Error | undefined;

  constructor(private readonly log: string[] = []) {}

  append(runId: string, events: readonly RunEventBody[]): void {
    if (runId !== "small") throw new Error(`expected events of small, got some of ${runId}`);
    this.log.push(`append ${events.map(({ type }) => type).join(" ")}`);
    this.groups.push(events);
  }

  async flushed(): Promise<void> {
    const count = this.groups.length;
    await Promise.resolve();
    if (this.trouble) throw this.trouble;
    this.log.push("flushed");
    this.safe = Math.max(this.safe, count);
  }

  get events(): RunEventBody[] {
    return this.groups.flat();
  }

  of<Type extends RunEventBody["type"]>(type: Type): Extract<RunEventBody, { type: Type }>[] {
    return this.events.filter((event): event is Extract<RunEventBody, { type: Type }> => event.type === type);
  }

  /** The process is killed: some of the groups that were not flushed are lost, the newest first. */
  crash(lost: number): void {
    this.groups.length = Math.max(this.safe, this.groups.length - lost);
    this.safe = this.groups.length;
  }

  get told(): ToldBefore {
    const steps = new Map(this.of("step").map(({ step, digest }) => [step, digest]));
    const rounds = this.events.flatMap((event) => (isOfCommit(event) ? [event.round] : []));
    return {
      round: Math.max(-1, ...rounds),
      steps: Math.max(0, ...steps.keys()),
      digestOf: (step) => steps.get(step),
    };
  }
}

/** What a commit tells and a store keeps. */
export function isOfCommit(
  event: RunEventBody,
): event is Extract<RunEventBody, { type: "step" | "epoch" | "callback" | "tested" }> {
  return ["step", "epoch", "callback", "tested"].includes(event.type);
}
