/** What carries requests to the services of the platform that take and give whole messages: the SDK's own sockets, unless a process has another way. */
import type { DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";

/** What takes the requests of an SDK client in the place of its own sockets; the same for every client. */
export type ClientRequestHandler = NonNullable<DynamoDBClientConfig["requestHandler"]>;

let carrier: ClientRequestHandler | undefined;

/** Clients that are configured from now on in this process send by this handler; undefined: by the SDK's own, as on AWS. It must keep the SDK's time-outs and name what may be sent again as the SDK does. */
export function carryRequestsBy(handler: ClientRequestHandler | undefined): void {
  carrier = handler;
}

/** The handler that was given, if any. */
export function requestCarrier(): ClientRequestHandler | undefined {
  return carrier;
}
