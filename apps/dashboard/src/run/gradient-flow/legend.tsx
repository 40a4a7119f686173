import type { ReactNode } from "react";
import { decadeText } from "../../plot/ticks.js";
import { colourAt, cssColour } from "./colour-map.js";
import { decadesOf, type NormScale } from "./norm-scale.js";

const stops = Array.from({ length: 17 }, (_, index) => cssColour(colourAt(index / 16))).join(", ");

/** Which colour is which norm. */
export function Legend({
  scale,
  hasZeros,
  hasBroken,
}: {
  readonly scale: NormScale;
  readonly hasZeros: boolean;
  readonly hasBroken: boolean;
}): ReactNode {
  return (
    <figure className="flow-legend">
      <figcaption>
        Norm of ∂L/∂h<sub>t</sub> over the global batch
      </figcaption>
      <div className="flow-legend-scale">
        <div className="flow-legend-bar" style={{ backgroundImage: `linear-gradient(to right, ${stops})` }} />
        {decadesOf(scale, 7).map((decade) => (
          <span
            key={decade}
            style={{ left: `${(100 * (decade - scale.bottom)) / (scale.top - scale.bottom)}%` }}
          >
            {decadeText(decade)}
          </span>
        ))}
      </div>
      {hasZeros && (
        <span className="flow-legend-key">
          <i className="flow-zero" /> 0
        </span>
      )}
      {hasBroken && (
        <span className="flow-legend-key">
          <i className="flow-broken" /> not a number
        </span>
      )}
    </figure>
  );
}
