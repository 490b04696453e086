// Reads who calls which service in which Region from the SigV4 credential scope; signatures are not verified.
import { type EstateRequest, headerOf } from "./http-message.ts";

/** The credential scope of a signed request. */
export type SigningScope = { readonly accessKeyId: string; readonly region: string; readonly service: string };

const CREDENTIAL = /Credential=([^/,\s]+)\/\d{8}\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request/u;

/** The scope in the Authorization header, or undefined when the request carries none. */
export const signingScopeOf = (request: EstateRequest): SigningScope | undefined => {
  const match = CREDENTIAL.exec(headerOf(request, "authorization") ?? "");
  if (match === null) return undefined;
  const [, accessKeyId = "", region = "", service = ""] = match;
  return { accessKeyId, region, service };
};

/** The application id (`app/<tag>`) that an SDK client may put in its User-Agent (`userAgentAppId`). */
export const userAgentTagOf = (request: EstateRequest): string | undefined =>
  /(?:^|\s)app\/(\S+)/u.exec(`${headerOf(request, "x-amz-user-agent") ?? ""} ${headerOf(request, "user-agent") ?? ""}`)?.[1];
