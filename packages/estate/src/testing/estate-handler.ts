// Lets an SDK client reach an estate in this process: a request handler in place of sockets.
import { Readable } from "node:stream";
import { HttpResponse, type HttpRequest } from "@smithy/core/protocols";
import type { Estate } from "../estate.ts";

/** An SDK client's `requestHandler`. */
export type EstateHandler = {
  handle(request: HttpRequest): Promise<{ readonly response: HttpResponse }>;
  destroy(): void;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): object;
};

/**
 * Hands each signed request to the estate as the server would see it. A `reset` becomes the error that a socket gives
 * (`ECONNRESET`), so that the client's own classification of errors is part of what is tested.
 */
export const createEstateHandler = (estate: Pick<Estate, "handle">): EstateHandler => ({
  async handle({ method, path, query, headers, body }) {
    const answer = await estate.handle({
      method,
      url: `${path}${queryText(query)}`,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
      body: (body ?? "") as string | Uint8Array,
    });
    if (answer === "reset") throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET", name: "TimeoutError" });
    return {
      response: new HttpResponse({
        statusCode: answer.status,
        headers: { ...answer.headers },
        body: Readable.from([Buffer.from(answer.body)]),
      }),
    };
  },
  destroy: () => undefined,
  updateHttpClientConfig: () => undefined,
  httpHandlerConfigs: () => ({}),
});

type Query = HttpRequest["query"];

const queryText = (query: Query): string => {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => pairText(name, one)),
  );
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
};

const pairText = (name: string, value: string | null): string =>
  value === null ? encodeURIComponent(name) : `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
