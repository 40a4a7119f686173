import { Component, type ReactNode } from "react";
import { inWords } from "../api/api-error.js";
import { Notice } from "./notice.js";

interface Props {
  /** What is shown, for the message. */
  readonly what: string;
  readonly children: ReactNode;
}

interface State {
  readonly error?: unknown;
}

/** A fault in one part of the page leaves the others as they are, and is said. */
export class ErrorBoundary extends Component<Props, State> {
  override readonly state: State = {};

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override render(): ReactNode {
    if (!("error" in this.state)) return this.props.children;
    return (
      <Notice tone="bad">
        <span>
          {this.props.what} cannot be shown: {inWords(this.state.error)}
        </span>
        <button type="button" className="button" onClick={() => location.reload()}>
          Load the page again
        </button>
      </Notice>
    );
  }
}
