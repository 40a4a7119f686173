import { useState, type ReactNode } from "react";
import { Icon } from "../../parts/icon.js";

/** Something that is copied rather than typed. `shown` may be a part of it. */
export function CopyText({
  what,
  text,
  shown = text,
}: {
  /** For the button's name. */
  readonly what: string;
  readonly text: string;
  readonly shown?: string;
}): ReactNode {
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <span className="copy-text">
      <code title={text}>{shown}</code>
      {/* Pages without TLS that are not of this machine have no clipboard. */}
      {typeof navigator.clipboard === "object" && (
        <button type="button" onClick={copy} aria-label={`Copy ${what}`} title={`Copy ${what}`}>
          <Icon name={copied ? "check" : "copy"} />
        </button>
      )}
    </span>
  );
}
