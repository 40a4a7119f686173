import { stepId, type Cut } from "../contenders/shape-contenders.js";
import { libraryNames, type PeerLibrary } from "../peers/peer-packages.js";
import type { Comparer } from "../report/comparer.js";
import { comparison, type Aim, type Comparison } from "../report/comparison.js";
import { nameOf, type BenchmarkShape } from "../shapes/shape.js";
import { productFlops, trainingFlops } from "../shapes/training-flops.js";

/** Size of the peers' square matrices, `SGEMM_SIZE` of `peers/sgemm.py`. */
const productSize = 1024;

/** What Lockstep's own cut may cost, in percent. */
const cutAim: Aim = { relation: "at most", value: 15 };

/**
 * A shape's step side by side with the peers', with its own cut, and with what the machine's products would take. The
 * first backend that was measured counts, and of everything the fastest form.
 */
export function peerComparisons(
  shape: BenchmarkShape,
  backends: readonly string[],
  comparer: Comparer,
  labels: ReadonlyMap<string, string>,
): Comparison[] {
  const name = nameOf(shape);
  const backend = backends.find((one) => comparer.best(forms(comparer, shape, one, "whole"))) ?? "native";
  const whole = forms(comparer, shape, backend, "whole");
  return [
    ...shape.aims.map(({ libraries, ratio }) => {
      const peers = libraries.flatMap((library) => comparer.named(`${shape.id}/${library}`));
      const best = comparer.best(peers)?.id;
      const others = listOf(libraries.map((library) => libraryNames[library]));
      const which = best === undefined ? "" : ` (${labels.get(best) ?? best})`;
      const label = `${name}: step on ${backend} against the best of ${others}${which}`;
      const aim: Aim = { relation: "at least", value: ratio };
      return comparer.ratio(`${shape.id}/against-${libraries.join("-")}`, label, peers, whole, aim);
    }),
    comparer.surplus(
      `${shape.id}/cut`,
      `${name}: what Lockstep's own cut into micro-batches costs on ${backend}`,
      forms(comparer, shape, backend, "cut"),
      whole,
      cutAim,
    ),
    ...peakComparisons(shape, backend, whole, comparer),
  ];
}

function forms(comparer: Comparer, shape: BenchmarkShape, backend: string, cut: Cut): readonly string[] {
  return comparer.named(`${stepId(shape.id, backend, cut)}-`);
}

/** How much of the machine's sgemm a step is. */
function peakComparisons(
  shape: BenchmarkShape,
  backend: string,
  whole: readonly string[],
  comparer: Comparer,
): Comparison[] {
  const product = comparer.best(comparer.named(`${shape.id}/sgemm-`));
  const step = comparer.best(whole);
  const speed = (flops: number, ms: number): number => flops / ms / 1e6;
  const [productsFlops, stepFlops] = [productFlops(productSize), trainingFlops(shape)];
  const peak = product && {
    ofMinima: speed(productsFlops, product.figures.minimum),
    ofMedians: speed(productsFlops, product.figures.median),
  };
  const share = peak &&
    step && {
      ofMinima: (100 * speed(stepFlops, step.figures.minimum)) / peak.ofMinima,
      ofMedians: (100 * speed(stepFlops, step.figures.median)) / peak.ofMedians,
    };
  const billions = (stepFlops / 1e9).toPrecision(3);
  return [
    comparison(
      { id: `${shape.id}/sgemm`, label: `${nameOf(shape)}: the machine's sgemm meanwhile`, unit: "GFLOP/s" },
      peak,
    ),
    comparison(
      {
        id: `${shape.id}/share-of-peak`,
        label: `${nameOf(shape)}: of that, a step of ${billions} GFLOP on ${backend}`,
        unit: "%",
      },
      share,
    ),
  ];
}

function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}

/** All that the shapes' aims speak of, and what measures the machine. */
export const peerLibraries: readonly PeerLibrary[] = ["keras", "torch", "jax", "numpy"];
