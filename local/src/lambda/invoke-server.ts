/** Lambda's Invoke for the functions that nothing starts by itself: adapters' queries, triggers. Loopback only, unsigned. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createOwnServer } from "../own-server.ts";
import type { LocalFunction } from "./environment.ts";

/** The running server. Functions are given to it once they are loaded; until then nobody is found. */
export interface InvokeServer {
  readonly endpoint: string;
  readonly serve: (functions: readonly LocalFunction[]) => void;
  /** Asked for functions that were not given: loaded when somebody invokes them. */
  readonly serveLater: (load: () => Promise<readonly LocalFunction[]>) => void;
  readonly stop: () => Promise<void>;
}

const INVOKE = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/** Listens on a free port of 127.0.0.1. */
export async function startInvokeServer(): Promise<InvokeServer> {
  const functions = new Map<string, LocalFunction>();
  let later: (() => Promise<readonly LocalFunction[]>) | undefined;
  const serve: InvokeServer["serve"] = (loaded) => {
    for (const each of loaded) functions.set(each.manifest.name, each);
  };
  const find = async (name: string): Promise<LocalFunction | undefined> => {
    if (!functions.has(name) && later) {
      const load = later;
      later = undefined;
      serve(await load());
    }
    return functions.get(name);
  };
  const server = createOwnServer((request, response) => answer(find, request, response));
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve,
    serveLater: (load) => {
      later = load;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  find: (name: string) => Promise<LocalFunction | undefined>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const name = nameIn(INVOKE.exec(request.url ?? "")?.[1]);
  const found = await find(name);
  if (!found) {
    const body = { Type: "User", Message: `Function not found: ${name}` };
    response.writeHead(404, { "content-type": "application/json", "x-amzn-errortype": "ResourceNotFoundException" });
    return void response.end(JSON.stringify(body));
  }
  const isAsync = request.headers["x-amz-invocation-type"] === "Event";
  const running = run(found, Buffer.concat(chunks).toString());
  if (isAsync) return void response.writeHead(202).end();
  const { text, failed } = await running;
  response.writeHead(200, { "content-type": "application/json", ...(failed ? { "x-amz-function-error": "Unhandled" } : {}) });
  response.end(text);
}

/** A name, or the last part of an ARN. What is encoded wrongly is the name of nothing. */
function nameIn(text = ""): string {
  try {
    return decodeURIComponent(text).split(":").at(-1) ?? "";
  } catch {
    return text;
  }
}

async function run(found: LocalFunction, body: string): Promise<{ readonly text: string; readonly failed: boolean }> {
  try {
    return { text: JSON.stringify((await found.invoke(body === "" ? {} : JSON.parse(body))) ?? null), failed: false };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { text: JSON.stringify({ errorType: name, errorMessage: message }), failed: true };
  }
}
