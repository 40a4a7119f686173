import type { MethodDefinition } from "@grpc/grpc-js";
import { ProtocolError } from "./protocol-error.js";

interface MessageType<Properties, Message> {
  encode(message: Properties): { finish(): Uint8Array };
  decode(bytes: Uint8Array): Message;
}

/** Makes the methods of a service: each takes one message and answers with one, or with a stream of them. */
export function methodsOf(service: string) {
  return function method<
    RequestProperties,
    Request extends RequestProperties,
    ResponseProperties,
    Response extends ResponseProperties,
  >(
    name: string,
    request: MessageType<RequestProperties, Request>,
    response: MessageType<ResponseProperties, Response>,
    responseStream = false,
  ): MethodDefinition<RequestProperties, ResponseProperties> {
    return {
      path: `/${service}/${name}`,
      requestStream: false,
      responseStream,
      requestSerialize: (message) => Buffer.from(request.encode(message).finish()),
      requestDeserialize: (bytes) => decoded(name, request, bytes),
      responseSerialize: (message) => Buffer.from(response.encode(message).finish()),
      responseDeserialize: (bytes) => decoded(name, response, bytes),
    };
  };
}

/** @throws ProtocolError */
function decoded<Properties, Message>(
  name: string,
  type: MessageType<Properties, Message>,
  bytes: Uint8Array,
): Message {
  try {
    return type.decode(bytes);
  } catch (cause) {
    throw new ProtocolError("MALFORMED", `${name}: expected its message, got bytes that do not decode`, {
      cause,
    });
  }
}
