import type { Contender, MissingContender } from "../contenders/contender.js";
import type { Losses } from "../contenders/training-step.js";
import { checkedSteps, lossProblem } from "../shapes/loss-check.js";
import type { PeerFigure, PeerProcess } from "./peer-process.js";

/** A case that was written for the peers, and what is wanted of it. */
export interface PeerTask {
  readonly folder: string;
  /** Before the names of the peers' own contenders. */
  readonly idPrefix: string;
  /** What a repetition shall take. */
  readonly repetitionMs: number;
  /** What every training comes to. */
  readonly losses: Losses;
  readonly note: (text: string) => void;
}

/** Has a library's process make what it can train a case with, and checks that it computes what the others do. */
export async function contendersOf(
  library: string,
  process: PeerProcess,
  task: PeerTask,
): Promise<(Contender | MissingContender)[]> {
  const contenders: (Contender | MissingContender)[] = [];
  for (const { id, label } of await process.open(task.folder)) {
    task.note(`making ${label}`);
    const named = { id: `${task.idPrefix}${id}`, label };
    const problem = await problemOf(id, process, task);
    if (problem !== undefined) contenders.push({ ...named, unavailable: problem });
    else
      contenders.push({
        ...named,
        ...(isSgemm(id) ? {} : { formOf: library }),
        measure: measuring(id, process, task),
      });
  }
  return contenders;
}

/** Names of contenders that measure the machine, not a training. */
export function isSgemm(id: string): boolean {
  return id.startsWith("sgemm-");
}

async function problemOf(id: string, process: PeerProcess, task: PeerTask): Promise<string | undefined> {
  try {
    const losses = await process.prepare(id, checkedSteps);
    return isSgemm(id) ? undefined : lossProblem(losses, task.losses);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function measuring(id: string, process: PeerProcess, { repetitionMs }: PeerTask): () => Promise<number> {
  return async () => {
    const figure = await process.measure(id, repetitionMs);
    const problem = threadsProblem(figure);
    if (problem !== undefined) throw new Error(problem);
    return figure.msPerStep;
  };
}

/** A helper thread may do a little; a second one that computes does more. */
const mostThreads = 1.25;
/** Of shorter blocks the processor time is known too roughly. */
const leastBlockMs = 50;

/** Why the figure is none of one thread; undefined: it is one. */
export function threadsProblem({ msPerStep, steps, threads }: PeerFigure): string | undefined {
  if (threads <= mostThreads || msPerStep * steps < leastBlockMs) return undefined;
  return `it computed on ${threads.toFixed(1)} threads, not on one`;
}
