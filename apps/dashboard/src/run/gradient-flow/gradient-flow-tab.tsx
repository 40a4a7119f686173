import { isFinished, type RunSnapshot } from "@lockstep/telemetry/events";
import type { GradientFlowPage } from "@lockstep/telemetry/views";
import type { ReactNode } from "react";
import { useAnswer } from "../../api/use-answer.js";
import { EmptyState } from "../../parts/empty-state.js";
import { Loading } from "../../parts/loading.js";
import { Notice } from "../../parts/notice.js";
import type { TabProps } from "../tab-props.js";
import { GradientFlowView } from "./gradient-flow-view.js";

/** As many as a heatmap has points down. */
const mostPoints = 240;
const refreshMs = 2000;

/** How gradients flow through time. */
export default function GradientFlowTab({ runId, run }: TabProps): ReactNode {
  const { value, error, isLoading } = useAnswer<GradientFlowPage>(
    `/v1/runs/${encodeURIComponent(runId)}/gradient-flow?points=${mostPoints}`,
    { refreshMs: isFinished(run) ? undefined : refreshMs },
  );
  if (value !== undefined && value.steps.length > 0) {
    return (
      <>
        {error !== undefined && <Notice tone="warn">What is shown may be old: {error}</Notice>}
        <GradientFlowView page={value} />
      </>
    );
  }
  if (isLoading) return <Loading what="the gradient flow" />;
  return <NotSampled run={run} error={value === undefined ? error : undefined} />;
}

/** Why there is nothing, and what to write so that there is. */
function NotSampled({
  run,
  error,
}: {
  readonly run: RunSnapshot;
  readonly error: string | undefined;
}): ReactNode {
  if (run.kind !== "train") {
    return <EmptyState title="No gradient flow">A run that does not train has no gradients.</EmptyState>;
  }
  if (error === undefined && run.step === 0) {
    return (
      <EmptyState title="No gradient flow yet">
        The first step is sampled, if the job file wants it: then it is here.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No gradient flow was sampled"
      command="telemetry: { gradientFlow: { everySteps: 20 } }"
    >
      {error !== undefined && <>The coordinator has none of this run ({error}). </>}
      To see how much of the gradient reaches each time step of each recurrent layer, write this in the job
      file and run it again.
    </EmptyState>
  );
}
