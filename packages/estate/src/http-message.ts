// The plain request and response that the estate handles, free of any HTTP server.

/** One HTTP request as the estate reads it. Header names are lower case; `url` is path plus query, without host. */
export type EstateRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string | Uint8Array;
};

/** One HTTP response to write out as it is. */
export type EstateResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** `'reset'` asks the server to tear the TCP connection down without an answer. */
export type EstateAnswer = EstateResponse | "reset";

/** The first value of a header, or undefined. */
export const headerOf = (request: EstateRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === "string" ? value : value?.[0];
};

/** The request body as text (UTF-8). */
export const bodyText = (request: EstateRequest): string =>
  typeof request.body === "string" ? request.body : new TextDecoder().decode(request.body);
