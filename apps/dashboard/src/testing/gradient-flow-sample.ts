import type { GradientFlowOfLayer, GradientFlowPage } from "@lockstep/telemetry/views";

/** A run of two layers as training goes on: what each time step gets of the gradient is `decay` of what its next one gets. */
export function gradientFlowSample(decay: number, samples = 120, timeSteps = 60): GradientFlowPage {
  const steps = Array.from({ length: samples }, (_, index) => 1 + 20 * index);
  return {
    runId: "adding",
    layers: [recurrent("simple_rnn", decay, samples, timeSteps), dense("dense", samples)],
    steps,
    total: samples,
  };
}

function recurrent(layer: string, decay: number, samples: number, timeSteps: number): GradientFlowOfLayer {
  const norms = Array.from({ length: samples }, (_, sample) =>
    Array.from({ length: timeSteps }, (_, time) => {
      const back = timeSteps - 1 - time;
      const settled = decay + 0.04 * (sample / samples) * (1 - decay);
      return 0.3 * settled ** back * Math.exp(0.5 * wave(sample, 3 + (time % 5)) - sample / 200);
    }),
  );
  return { ...dense(layer, samples), timeSteps, norms };
}

function dense(layer: string, samples: number): GradientFlowOfLayer {
  const of = (value: (sample: number) => number) =>
    Array.from({ length: samples }, (_, sample) => value(sample));
  return {
    layer,
    timeSteps: 0,
    norms: of(() => 0).map(() => []),
    parameterNorms: of((sample) => 4 + sample / 60),
    gradientNorms: of((sample) => 0.4 * Math.exp(wave(sample, 1) - sample / 50)),
    updateNorms: of((sample) => 0.012 * Math.exp(0.3 * wave(sample, 2))),
  };
}

/** What looks like noise and is the same each time. */
function wave(index: number, phase: number): number {
  return Math.sin(1.7 * index + phase) * Math.sin(0.31 * index * phase);
}
