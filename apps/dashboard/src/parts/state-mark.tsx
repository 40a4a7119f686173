import type { ReactNode } from "react";
import { Icon } from "./icon.js";
import type { StateLook } from "./tone.js";

/** A state as picture and word. */
export function StateMark({ look }: { readonly look: StateLook }): ReactNode {
  return (
    <span className="state-mark" data-tone={look.tone}>
      <Icon name={look.icon} />
      {look.word}
    </span>
  );
}
