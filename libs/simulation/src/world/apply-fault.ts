import type { CrashMoment, Fault } from "../scenario/fault.js";
import type { CoordinatorLife } from "./coordinator-life.js";
import type { SimulatedDisk } from "./simulated-disk.js";
import type { SimulatedStore } from "./simulated-store.js";
import type { Timeline } from "./timeline.js";
import type { WorkerSeat } from "./worker-seat.js";

/** What faults happen to. */
export interface FaultyWorld {
  readonly timeline: Timeline;
  readonly disk: SimulatedDisk;
  readonly store: SimulatedStore;
  readonly coordinator: CoordinatorLife | undefined;
  seat(worker: number): WorkerSeat;
  crashCoordinator(machine: boolean, downMs: number): void;
  /** It crashes when that comes. */
  crashCoordinatorAt(moment: CrashMoment, machine: boolean, downMs: number): void;
  /** Somebody wants the run to stand still until that simulated time. */
  pauseRun(until: number): void;
  rotCheckpoint(place: number): void;
  stopRun(): void;
}

/** Silence after which either end takes a connection for dead, in milliseconds. */
export const keepaliveMs = 800;

/** Lets a fault happen. What lasts is over by itself. */
export function applyFault(world: FaultyWorld, fault: Fault): void {
  const { timeline, disk, store, coordinator } = world;
  const { now } = timeline;
  switch (fault.type) {
    case "worker-crash":
      return world.seat(fault.worker).crash(fault.downMs);
    case "worker-pause":
      return world.seat(fault.worker).pause(fault.forMs);
    case "worker-hang":
      return world.seat(fault.worker).hang(fault.forMs);
    case "worker-twin":
      return world.seat(fault.worker).startTwin(fault.forMs);
    case "worker-slow":
      return world.seat(fault.worker).slowDown(fault.factor, fault.forMs);
    case "worker-fail":
      return world.seat(fault.worker).failFor(fault.forMs);
    case "drain":
      world.seat(fault.worker).returnAfterLeaving(fault.downMs);
      if (fault.byItself) return world.seat(fault.worker).leave();
      return coordinator?.give({ type: "drain", worker: world.seat(fault.worker).name });
    case "credit":
      return world.seat(fault.worker).lendCredit(fault.sequences, fault.forMs);
    case "cut":
      return world
        .seat(fault.worker)
        .connection?.break(fault.workerLearnsAfterMs, fault.coordinatorLearnsAfterMs, fault.delivers);
    case "partition":
      return world.seat(fault.worker).partition(fault.direction, fault.forMs);
    case "coordinator-crash":
      return world.crashCoordinatorAt(fault.moment, fault.machine, fault.downMs);
    case "coordinator-pause":
      return pauseCoordinator(world, fault.forMs);
    case "clock-jump":
      return coordinator?.jump(fault.byMs);
    case "late-ticks":
      if (coordinator) coordinator.ticksLateUntil = now + fault.forMs;
      return;
    case "disk-full":
      disk.trouble.fullUntil = store.troubledUntil = now + fault.forMs;
      return;
    case "disk-failing":
      disk.trouble.failingUntil = now + fault.forMs;
      disk.trouble.failureShare = fault.share;
      return;
    case "disk-lying":
      disk.trouble.lyingUntil = now + fault.forMs;
      return;
    case "store-failing":
      store.troubledUntil = now + fault.forMs;
      return;
    case "checkpoint-rots":
      world.crashCoordinator(true, fault.downMs);
      return world.rotCheckpoint(fault.place);
    case "run-pause":
      return world.pauseRun(now + fault.forMs);
    case "run-checkpoint":
      return fault.waits ? coordinator?.askForCheckpoint() : coordinator?.give({ type: "checkpoint" });
    case "run-stop":
      return world.stopRun();
  }
}

function pauseCoordinator({ coordinator, timeline }: FaultyWorld, forMs: number): void {
  if (!coordinator) return;
  coordinator.pausedUntil = Math.max(coordinator.pausedUntil, timeline.now + forMs);
  if (forMs < keepaliveMs) return;
  // The workers hear nothing for so long that they give up.
  timeline.after(keepaliveMs, undefined, () => {
    for (const connection of coordinator.connections) connection.break(0, forMs, true);
  });
}
