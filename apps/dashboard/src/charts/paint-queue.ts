/** What draws itself, when its turn comes. */
export interface Painter {
  paint(): void;
}

const waiting = new Set<Painter>();
let isScheduled = false;

/**
 * Lets a chart draw soon: one in each frame, so that many charts that change at once leave time for what somebody does
 * meanwhile. Asking again before its turn came changes nothing.
 */
export function paintSoon(painter: Painter): void {
  waiting.add(painter);
  schedule();
}

/** It is gone. */
export function paintNoMore(painter: Painter): void {
  waiting.delete(painter);
}

function schedule(): void {
  if (isScheduled || waiting.size === 0) return;
  isScheduled = true;
  requestAnimationFrame(() => {
    isScheduled = false;
    const [next] = waiting;
    if (next) {
      waiting.delete(next);
      next.paint();
    }
    schedule();
  });
}
