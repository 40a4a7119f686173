import { useState, type ReactNode } from "react";
import { Icon } from "./icon.js";

/** There is nothing to show, why, and what to type so that there is. */
export function EmptyState({
  title,
  children,
  command,
  isPage = false,
}: {
  readonly title: string;
  readonly children: ReactNode;
  readonly command?: string;
  /** It is all that there is on the page. */
  readonly isPage?: boolean;
}): ReactNode {
  return (
    <div className="empty-state">
      {isPage ? <h1>{title}</h1> : <h2>{title}</h2>}
      <p>{children}</p>
      {command !== undefined && <Command text={command} />}
    </div>
  );
}

/** A line to type, which can be copied. */
export function Command({ text }: { readonly text: string }): ReactNode {
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <span className="command">
      {/* It is scrolled where it is too long, by keys as well. */}
      <code tabIndex={0}>{text}</code>
      {/* Pages without TLS that are not of this machine have no clipboard. */}
      {typeof navigator.clipboard === "object" && (
        <button
          type="button"
          className="button button-quiet button-icon"
          onClick={copy}
          aria-label="Copy the command"
        >
          <Icon name={copied ? "check" : "copy"} />
        </button>
      )}
    </span>
  );
}
