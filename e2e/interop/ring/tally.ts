/** Stands right before a server and counts what reaches it and is taken: what a proxy before it loses or repeats shows here. */
import { createServer, request, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** An act that the server took. */
export interface Act {
  readonly action: string;
  readonly body: string;
}

/** The counting proxy. */
export interface Tally {
  readonly endpoint: string;
  /** Acts with these names so far, in order. */
  readonly acts: (actions: readonly string[]) => readonly Act[];
  readonly stop: () => Promise<void>;
}

/** Starts it on a free port of the loopback. */
export async function startTally(upstream: string): Promise<Tally> {
  const taken: Act[] = [];
  const server = createServer((incoming, outgoing) => {
    void bodyOf(incoming).then((body) => {
      const { method, url = "/", headers } = incoming;
      const sent = request(`${upstream}${url}`, { method, headers, setHost: false }, (answer) => {
        if ((answer.statusCode ?? 500) < 300) taken.push({ action: actionOf(incoming, body), body: body.toString("utf8") });
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      sent.on("error", () => outgoing.destroy());
      sent.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    acts: (actions) => taken.filter(({ action }) => actions.includes(action)),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The action of a form, of a header, or method and path without ids. */
function actionOf({ method, url = "", headers }: IncomingMessage, body: Buffer): string {
  const target = headers["x-amz-target"];
  if (typeof target === "string") return target.split(".").at(-1) ?? target;
  if (headers["content-type"]?.includes("x-www-form-urlencoded") === true)
    return new URLSearchParams(body.toString("utf8")).get("Action") ?? "";
  return `${method} ${url.split("/").slice(0, 3).join("/")}`;
}
