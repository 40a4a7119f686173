/** What a child process of a local cluster tells its parent over the IPC channel. */
export type ChildMessage =
  /** The coordinator listens. */
  | { readonly type: "ready"; readonly grpc: string; readonly http: string }
  /** The child ends; why, for people. */
  | { readonly type: "failed"; readonly message: string };

/** The message, where a child of ours sent one. */
export function parseChildMessage(value: unknown): ChildMessage | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { type, grpc, http, message } = value as Record<string, unknown>;
  if (type === "ready" && typeof grpc === "string" && typeof http === "string") return { type, grpc, http };
  if (type === "failed" && typeof message === "string") return { type, message };
  return undefined;
}

/** What a parent tells the child processes of its local cluster. */
export type ParentMessage =
  /** The coordinator may touch what others see: folders and ports. */
  | { readonly type: "begin" }
  /** Where the coordinator listens, host:port, for workers. */
  | { readonly type: "coordinator"; readonly address: string };

/** The message, where our parent sent one. */
export function parseParentMessage(value: unknown): ParentMessage | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { type, address } = value as Record<string, unknown>;
  if (type === "begin") return { type };
  return type === "coordinator" && typeof address === "string" ? { type, address } : undefined;
}
