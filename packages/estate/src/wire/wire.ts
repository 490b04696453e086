// What a wire protocol does for a service: HTTP requests become calls, answers become HTTP responses.
import type { $Codec } from "@smithy/types";
import type { AwsError } from "../aws-error.ts";
import type { EstateRequest, EstateResponse } from "../http-message.ts";

/** The operation's name and its input, typed as the SDK types it (dates, numbers, lists). */
export type WireCall = { readonly action: string; readonly input: unknown };

/** The members of a call and of its answer that hold the token of the next page. */
export type PageMembers = { readonly input: string; readonly output: string };

/** Turns requests into calls and answers into responses; knows nothing of behaviour. */
export type Protocol = {
  /** Throws an AWS error for a request it cannot read. */
  decode(request: EstateRequest): WireCall | Promise<WireCall>;
  encode(action: string, output: object, requestId: string): EstateResponse;
  encodeError(error: AwsError, requestId: string): EstateResponse;
  /** Undefined for an operation without pages. */
  pages?(action: string): PageMembers | undefined;
};

/** One family of protocols. `read` gives undefined for a request that is none of the service's operations. */
export type Codec = Omit<Protocol, "decode"> & {
  readonly unknownStatus: number;
  read(request: EstateRequest): WireCall | undefined | Promise<WireCall | undefined>;
};

/** The SDK's reader and writer of bodies (JSON or XML). */
export type BodyCodec = $Codec<string | Uint8Array, string | Uint8Array>;

/** What a client's own protocol tells about its service. */
export type ClientProtocol = {
  getShapeId(): string;
  readonly options: { readonly xmlNamespace?: string };
};

/** A protocol whose bodies have a codec of their own. */
export type BodyProtocol = ClientProtocol & { getPayloadCodec(): BodyCodec };
