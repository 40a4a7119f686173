/** Which ways of a worker's link. */
export type LinkDirection = "to-coordinator" | "to-worker" | "both";

/** When a coordinator crashes, from the time of the fault on. */
export type CrashMoment =
  | "now" // at that time
  | "epoch" // while the next epoch's events are on their way to the store
  | "write" // while the next checkpoint is written
  | "tested"; // once the test is done, and the end is to be told

/** Something that goes wrong, or that somebody does, at a time. Times in milliseconds. */
export type Fault = { readonly at: number } & (
  | { readonly type: "worker-crash"; readonly worker: number; readonly downMs: number }
  /** The process stands still, its heartbeats too. */
  | { readonly type: "worker-pause"; readonly worker: number; readonly forMs: number }
  /** It heartbeats, and computes nothing. Infinity: for good. */
  | { readonly type: "worker-hang"; readonly worker: number; readonly forMs: number }
  | { readonly type: "worker-slow"; readonly worker: number; readonly factor: number; readonly forMs: number }
  /** A second process of the same name comes, as where a supervisor is hasty; the first one ends after that time. */
  | { readonly type: "worker-twin"; readonly worker: number; readonly forMs: number }
  /** Every range that it takes up in that time fails. */
  | { readonly type: "worker-fail"; readonly worker: number; readonly forMs: number }
  /** Somebody drains it: it leaves when it may, and comes back after that time. */
  | { readonly type: "drain"; readonly worker: number; readonly byItself: boolean; readonly downMs: number }
  | { readonly type: "credit"; readonly worker: number; readonly sequences: number; readonly forMs: number }
  /** The connection breaks. Each side learns of it at its own time. */
  | {
      readonly type: "cut";
      readonly worker: number;
      readonly workerLearnsAfterMs: number;
      readonly coordinatorLearnsAfterMs: number;
      /** What the worker said is not lost: it arrives, late, as from an older incarnation. */
      readonly delivers: boolean;
    }
  | {
      readonly type: "partition";
      readonly worker: number;
      readonly direction: LinkDirection;
      readonly forMs: number;
    }
  /** `machine`: what its disk had not flushed is lost too. */
  | {
      readonly type: "coordinator-crash";
      readonly moment: CrashMoment;
      readonly machine: boolean;
      readonly downMs: number;
    }
  | { readonly type: "coordinator-pause"; readonly forMs: number }
  /** The coordinator's steady clock goes forward at once, as after a machine's sleep. */
  | { readonly type: "clock-jump"; readonly byMs: number }
  /** Its ticks come late and in bunches. */
  | { readonly type: "late-ticks"; readonly forMs: number }
  /** Nothing can be written, neither checkpoints nor events. */
  | { readonly type: "disk-full"; readonly forMs: number }
  | { readonly type: "disk-failing"; readonly share: number; readonly forMs: number }
  /** Flushes do nothing. */
  | { readonly type: "disk-lying"; readonly forMs: number }
  | { readonly type: "store-failing"; readonly forMs: number }
  /** The coordinator crashes, and a bit of its newest checkpoint changes on the disk. */
  | { readonly type: "checkpoint-rots"; readonly place: number; readonly downMs: number }
  | { readonly type: "run-pause"; readonly forMs: number }
  | { readonly type: "run-checkpoint"; readonly waits: boolean }
  | { readonly type: "run-stop" }
);
