import type { Client, RunSummary } from "@lockstep/client";
import { exitCodes } from "../exit-codes.js";
import type { Io } from "../io.js";
import { plainLine } from "../presentation/plain-text.js";
import { runOfCoordinator, summaryOf } from "../run-source/run-of-coordinator.js";
import { askCoordinator, type OpenSession, type RemoteOptions } from "./ask-coordinator.js";

/** What a coordinator confirmed: a line for people, a document for programs. */
interface Confirmation {
  readonly text: string;
  readonly document: object;
}

export interface PauseOptions extends RemoteOptions {
  readonly reason?: string;
}

/** `lockstep pause`: a run finishes its step, writes a checkpoint and stands still. */
export function pauseCommand(
  run: string,
  options: PauseOptions,
  io: Io,
  open?: OpenSession,
): Promise<number> {
  return ofRun(run, options, io, open, async (client, runId) => {
    await client.pause(runId, options.reason);
    return told(client, runId, ({ state, step }) =>
      state === "paused"
        ? `is paused after step ${step}`
        : "will stand still after the current step, with a checkpoint",
    );
  });
}

/** `lockstep resume`: a paused run goes on. */
export function resumeCommand(
  run: string,
  options: RemoteOptions,
  io: Io,
  open?: OpenSession,
): Promise<number> {
  return ofRun(run, options, io, open, async (client, runId) => {
    await client.resume(runId);
    return told(client, runId, ({ step, waitingFor }) =>
      waitingFor === undefined ? `goes on after step ${step}` : `goes on; it waits for ${waitingFor}`,
    );
  });
}

/** `lockstep stop`: a run finishes its step, its model is saved, and it ends. */
export function stopCommand(
  run: string,
  options: RemoteOptions,
  io: Io,
  open?: OpenSession,
): Promise<number> {
  return ofRun(run, options, io, open, async (client, runId) => {
    await client.stop(runId);
    return told(client, runId, ({ state, step }) =>
      state === "stopped"
        ? `is stopped after step ${step}`
        : "will end after the current step, and its model be saved",
    );
  });
}

/** `lockstep checkpoint`: has a checkpoint written now, and waits for it. */
export function checkpointCommand(
  run: string,
  options: RemoteOptions,
  io: Io,
  open?: OpenSession,
): Promise<number> {
  return ofRun(run, options, io, open, async (client, runId) => {
    const { step, file } = await client.checkpoint(runId);
    return { text: `run ${runId}: ${file} holds it after step ${step}`, document: { runId, step, file } };
  });
}

/** `lockstep drain`: a worker finishes what it holds and ends. */
export async function drainCommand(
  workerId: string,
  options: RemoteOptions,
  io: Io,
  open?: OpenSession,
): Promise<number> {
  await askCoordinator(options, io, ({ client }) => client.drain(workerId), open);
  const text = `worker ${workerId} finishes what it holds, and goes`;
  return confirm({ text, document: { workerId, state: "leaving" } }, options, io);
}

async function ofRun(
  run: string,
  options: RemoteOptions,
  io: Io,
  open: OpenSession | undefined,
  ask: (client: Client, runId: string) => Promise<Confirmation>,
): Promise<number> {
  const confirmation = await askCoordinator(
    options,
    io,
    async ({ client }) => ask(client, await runOfCoordinator(client, run)),
    open,
  );
  return confirm(confirmation, options, io);
}

/** What the coordinator says of a run after it was asked for something. */
async function told(
  client: Client,
  runId: string,
  say: (run: Pick<RunSummary, "state" | "step" | "waitingFor">) => string,
): Promise<Confirmation> {
  const run = await summaryOf(client, runId);
  if (!run) return { text: `run ${runId}: done`, document: { runId } };
  const { state, step } = run;
  return { text: `run ${runId} ${say(run)}`, document: { runId, state, step } };
}

function confirm({ text, document }: Confirmation, { json }: RemoteOptions, io: Io): number {
  io.stdout(json ? `${JSON.stringify(document)}\n` : `${plainLine(text)}\n`);
  return exitCodes.done;
}
