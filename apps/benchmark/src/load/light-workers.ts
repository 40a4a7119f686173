/** Entry of a process with many light workers: `node light-workers.js HOST:PORT COUNT NAME`. It ends with its parent. */
import { FrameMemory } from "@lockstep/protocol";
import { LightWorker } from "./light-worker.js";

/** What the parent asks. */
export type AskedOfWorkers = "reset" | "report";

/** What the process says. */
export type SaidByWorkers =
  | { readonly type: "joined" } // all of them
  | { readonly type: "lost"; readonly reason: string }
  /** Milliseconds from each heartbeat to its echo, since the last reset. */
  | { readonly type: "report"; readonly roundTripsMs: readonly number[] };

const [coordinator = "", count = "0", name = ""] = process.argv.slice(2);
const say = (message: SaidByWorkers): void => void process.send?.(message);

let roundTripsMs: number[] = [];
let missing = Number(count);

/** One for all: hundreds of streams that hold idle memory each would be no light workers. */
const frameMemory = new FrameMemory();

const workers = Array.from(
  { length: Number(count) },
  (_, number) =>
    new LightWorker({
      coordinator,
      frameMemory,
      workerId: `${name}-${number}`,
      joined: () => {
        if (--missing === 0) say({ type: "joined" });
      },
      roundTrip: (durationMs) => roundTripsMs.push(durationMs),
      lost: (reason) => say({ type: "lost", reason }),
    }),
);

/** A run may be shorter than the time between two heartbeats: each worker sends one at once. */
function reset(): void {
  roundTripsMs = [];
  for (const worker of workers) worker.beat();
}

process.on("message", (message: AskedOfWorkers) => {
  if (message === "report") say({ type: "report", roundTripsMs });
  else reset();
});
process.once("disconnect", () => process.exit());
