import { useId, useState, useSyncExternalStore, type SubmitEvent, type ReactNode } from "react";
import { Dialog } from "../parts/dialog.js";
import { useLive } from "../store/live-context.js";

/** Asks for the coordinator's token where it wants one. */
export function TokenDialog(): ReactNode {
  const { token } = useLive();
  const refusal = useSyncExternalStore(token.subscribe, () => token.refusal);
  const [later, setLater] = useState<string>();
  if (refusal === undefined || later === refusal) return null;
  return (
    <Dialog title="This coordinator wants its token" onClose={() => setLater(refusal)}>
      <TokenForm isWrong={token.value !== undefined} onToken={(value) => token.use(value)} />
    </Dialog>
  );
}

function TokenForm({
  isWrong,
  onToken,
}: {
  readonly isWrong: boolean;
  readonly onToken: (value: string) => void;
}): ReactNode {
  const id = useId();
  const [typed, setTyped] = useState("");
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (typed.trim() !== "") onToken(typed.trim());
  };
  return (
    <form className="token-form" onSubmit={submit}>
      <p id={`${id}-hint`} className="quiet">
        It is what the coordinator was started with: in <code>LOCKSTEP_TOKEN</code>, or the file of{" "}
        <code>--token-file</code>. It is kept in this tab only.
      </p>
      <label className="token-label" htmlFor={id}>
        Token
        <input
          id={id}
          className="field"
          type="password"
          autoComplete="off"
          autoFocus
          value={typed}
          aria-describedby={`${id}-hint`}
          aria-invalid={isWrong}
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      {isWrong && (
        <p role="alert" className="token-wrong">
          The token that was given is not the coordinator&apos;s.
        </p>
      )}
      <div className="dialog-buttons">
        <button type="submit" className="button button-primary" disabled={typed.trim() === ""}>
          Connect
        </button>
      </div>
    </form>
  );
}
