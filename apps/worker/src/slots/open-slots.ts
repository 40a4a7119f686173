import type { ArithmeticEngine } from "@lockstep/numerics";
import { openNative, type BackendChoice } from "../backend-choice.js";
import { prepareEnvironment } from "../prepare-environment.js";
import { NativeSlot } from "./native-slot.js";
import type { Slot } from "./slot.js";
import type { BackendDescription } from "./slot-messages.js";
import { ThreadSlot, type ThreadSlotOptions } from "./thread-slot.js";

export type SlotOptions = Omit<ThreadSlotOptions, "backend">;

export interface OpenedSlots {
  readonly slots: readonly Slot[];
  /** What all of them compute on. */
  readonly backend: BackendDescription;
  /** Once they are closed. */
  readonly dispose: () => void;
  /** Adds gradients up; absent: TypeScript does. */
  readonly arithmetic?: ArithmeticEngine;
}

/**
 * Opens slots on the backend that was asked for; `auto` takes the first that works. A backend with threads of its own
 * is shared by all slots; of another, each slot has one of its own in a thread.
 * @throws where there is no such backend, or none at all
 */
export async function openSlots(
  count: number,
  choice: BackendChoice,
  options: SlotOptions,
): Promise<OpenedSlots> {
  if (count < 1) throw new RangeError(`slots: expected at least 1, got ${count}`);
  const native = options.program ? undefined : await nativeSlots(count, choice, options.hungAfterMs);
  return native ?? threadSlots(count, choice, options);
}

/** @returns undefined where threads are to find what computes */
async function nativeSlots(
  count: number,
  choice: BackendChoice,
  hungAfterMs: number | undefined,
): Promise<OpenedSlots | undefined> {
  if (choice !== "auto" && choice !== "native") return undefined;
  const backend = await openNative(count).catch(() => {
    // The first slot's thread tries it too, and says why it does not work.
    return undefined;
  });
  if (!backend) return undefined;
  const { name, version, fingerprint } = backend;
  return {
    slots: Array.from({ length: count }, () => new NativeSlot(backend, hungAfterMs)),
    ...(await nativeSums()),
    backend: { name, version, fingerprint, passedOver: [] },
    dispose: () => backend.dispose(),
  };
}

/** On the calling thread, however many values they have: a range waits for its sum. */
async function nativeSums(): Promise<Pick<OpenedSlots, "arithmetic">> {
  const { openNativeArithmetic } = await import("@lockstep/native-arithmetic");
  const opened = openNativeArithmetic({ elementsBeside: Infinity });
  // It is in the addon that the slots compute on; without it sums have the same bits.
  return "arithmetic" in opened ? { arithmetic: opened.arithmetic } : {};
}

/** Starts the threads, one after another: a native library may not be opened by two at once. */
async function threadSlots(count: number, choice: BackendChoice, options: SlotOptions): Promise<OpenedSlots> {
  // Threads get a copy of the environment, and native libraries read the process's.
  prepareEnvironment();
  const slots: ThreadSlot[] = [];
  const open = (backend: BackendChoice): Promise<BackendDescription> => {
    const slot = new ThreadSlot({ ...options, backend });
    slots.push(slot);
    return slot.ready;
  };
  try {
    const backend = await open(choice);
    // All slots take what the first one found to work.
    while (slots.length < count) await open(backend.name as BackendChoice);
    return { slots, backend, dispose: () => undefined };
  } catch (error) {
    await Promise.all(slots.map((slot) => slot.close()));
    throw error;
  }
}
