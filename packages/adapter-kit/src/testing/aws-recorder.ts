/** A tiny HTTP server in the place of AWS: records the requests of unmodified SDK clients and answers what a test says. */
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { FunctionEnv } from "@dr/runtime";

/** A request as it came. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly headers: IncomingMessage["headers"];
}

/** What to answer; `reset` drops the connection after the request was read. */
export type RecordedAnswer = { readonly status?: number; readonly contentType?: string; readonly body: string } | "reset";

/** A running recorder. */
export interface AwsRecorder {
  readonly requests: readonly RecordedRequest[];
  /** Environment that points an adapter's clients at the recorder. */
  readonly env: FunctionEnv;
  readonly stop: () => Promise<void>;
}

/** Starts a recorder on 127.0.0.1; `answer` is asked for each request. */
export async function startAwsRecorder(answer: (request: RecordedRequest, count: number) => RecordedAnswer): Promise<AwsRecorder> {
  const requests: RecordedRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const { method = "", url: path = "", headers } = incoming;
      const request = { method, path, headers, body: Buffer.concat(chunks).toString("utf8") };
      const answered = answer(request, requests.push(request));
      if (answered === "reset") incoming.socket.destroy();
      else outgoing.writeHead(answered.status ?? 200, { "content-type": answered.contentType ?? "text/xml" }).end(answered.body);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    requests,
    env: {
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "AKIARECORDED",
      AWS_SECRET_ACCESS_KEY: "not-checked",
      DR_AWS_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
