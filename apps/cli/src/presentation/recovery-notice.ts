import type { RunEvent } from "@lockstep/telemetry";

/** How a run goes on after its coordinator was started again. */
export function recoveryNotice({
  step,
  toldSteps,
  checkpoint,
}: RunEvent & { readonly type: "run-recovered" }): string {
  const where = checkpoint === undefined ? "from the beginning" : `after step ${step}, from ${checkpoint}`;
  return `taken up again ${where}${again(step + 1, toldSteps)}`;
}

/** Steps that were told before are not told again: meanwhile nothing is to be seen. */
function again(first: number, last: number): string {
  if (first > last) return "";
  const steps = first === last ? `step ${first} is` : `steps ${first} to ${last} are`;
  return `; ${steps} computed again first`;
}
