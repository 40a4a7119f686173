import {
  status,
  type handleServerStreamingCall,
  type handleUnaryCall,
  type ServerWritableStream,
} from "@grpc/grpc-js";
import {
  ServingStatus,
  type HealthCheckRequest,
  type HealthCheckResponse,
  type HealthListRequest,
  type HealthListResponse,
} from "@lockstep/protocol";

/** What it answers for, the server as a whole first. */
const services = ["", "lockstep.v1.Cluster", "lockstep.v1.Control"];

/** Says that the coordinator serves, for as long as it does. */
export class HealthEndpoint {
  readonly #watchers = new Set<ServerWritableStream<HealthCheckRequest, HealthCheckResponse>>();

  readonly check: handleUnaryCall<HealthCheckRequest, HealthCheckResponse> = (call, respond) => {
    if (isKnown(call.request)) return respond(null, { status: ServingStatus.SERVING });
    const details = `service: expected one of ${JSON.stringify(services)}, got another`;
    respond({ code: status.NOT_FOUND, details });
  };

  readonly list: handleUnaryCall<HealthListRequest, HealthListResponse> = (_, respond) => {
    const serving = services.map((name) => [name, { status: ServingStatus.SERVING }] as const);
    respond(null, { statuses: Object.fromEntries(serving) });
  };

  readonly watch: handleServerStreamingCall<HealthCheckRequest, HealthCheckResponse> = (call) => {
    this.#watchers.add(call);
    call.on("cancelled", () => this.#watchers.delete(call));
    call.write({ status: isKnown(call.request) ? ServingStatus.SERVING : ServingStatus.SERVICE_UNKNOWN });
  };

  /** Nothing is served any more: those who watch are told. */
  close(): void {
    for (const call of this.#watchers) {
      if (isKnown(call.request)) call.write({ status: ServingStatus.NOT_SERVING });
      call.end();
    }
    this.#watchers.clear();
  }
}

function isKnown({ service }: HealthCheckRequest): boolean {
  return services.includes(service ?? "");
}
