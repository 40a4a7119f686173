import type { ServiceDefinition } from "@grpc/grpc-js";
import { grpc } from "../generated/lockstep.js";
import { methodsOf } from "./service-method.js";

const v1 = grpc.health.v1;
const method = methodsOf("grpc.health.v1.Health");

/** What load balancers and Kubernetes ask. */
export const healthService = {
  check: method("Check", v1.HealthCheckRequest, v1.HealthCheckResponse),
  list: method("List", v1.HealthListRequest, v1.HealthListResponse),
  watch: method("Watch", v1.HealthCheckRequest, v1.HealthCheckResponse, true),
} as const satisfies ServiceDefinition;

export type HealthCheckRequest = grpc.health.v1.HealthCheckRequest.$Properties;
export type HealthCheckResponse = grpc.health.v1.HealthCheckResponse.$Properties;
export type HealthListRequest = grpc.health.v1.HealthListRequest.$Properties;
export type HealthListResponse = grpc.health.v1.HealthListResponse.$Properties;
export const ServingStatus = v1.HealthCheckResponse.ServingStatus;
