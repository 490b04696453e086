/** Starts a bundle under AWS's runtime client as Lambda does, gives it one event by the Runtime API, and tells what it answered. */
import { spawn } from "node:child_process";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { env, execPath } from "node:process";
import { text } from "node:stream/consumers";
import type { Bundle } from "../ring/functions.ts";

/** What was started, and what it said. */
export interface Started {
  /** Milliseconds until it asked for its first event; undefined if it never did. */
  readonly readyMs: number | undefined;
  /** `response`, `error`, or `init/error` where it did not even start. */
  readonly kind: string;
  readonly body: unknown;
  /** The last of what it wrote, where it said nothing by the API. */
  readonly output: string;
}

const GIVE_UP_MS = 60_000;

/** One cold start. */
export async function coldStart(
  runtimeClient: string,
  { name, handler, folder }: Bundle,
  event: unknown,
  environment: Readonly<Record<string, string>>,
): Promise<Started> {
  const startedAt = performance.now();
  let readyMs: number | undefined;
  const { promise: said, resolve: say } = Promise.withResolvers<Pick<Started, "kind" | "body">>();
  const server = createServer((request, response) => {
    if (request.url?.endsWith("/invocation/next") !== true) {
      response.writeHead(202).end("{}");
      void tell(request).then(say);
      return;
    }
    // The second time it has answered and wants more: Lambda would freeze it now.
    if (readyMs !== undefined) return;
    readyMs = performance.now() - startedAt;
    response.writeHead(200, headersOf(name)).end(JSON.stringify(event));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const child = spawn(execPath, [runtimeClient, handler], {
    cwd: folder,
    env: {
      ...lambdaEnvironment(name, folder, handler),
      ...environment,
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    },
  });
  let output = "";
  const listen = (part: Buffer): void => {
    output = `${output}${part.toString()}`.slice(-2_000);
  };
  child.stdout.on("data", listen);
  child.stderr.on("data", listen);
  child.once("exit", (code) => say({ kind: `exit ${code}`, body: null }));
  const timer = setTimeout(() => say({ kind: "nothing", body: null }), GIVE_UP_MS);
  try {
    return { ...(await said), readyMs, output };
  } finally {
    clearTimeout(timer);
    child.kill("SIGKILL");
    server.closeAllConnections();
    server.close();
  }
}

async function tell(request: IncomingMessage): Promise<Pick<Started, "kind" | "body">> {
  const body = await text(request);
  const kind = request.url?.endsWith("/init/error") === true ? "init/error" : (request.url?.split("/").at(-1) ?? "");
  return { kind, body: body === "" ? null : (JSON.parse(body) as unknown) };
}

const headersOf = (name: string) => ({
  "content-type": "application/json",
  "Lambda-Runtime-Aws-Request-Id": "00000000-0000-4000-8000-000000000001",
  "Lambda-Runtime-Deadline-Ms": String(Date.now() + 30_000),
  "Lambda-Runtime-Invoked-Function-Arn": `arn:aws:lambda:us-east-1:123456789012:function:${name}`,
});

/** What Lambda sets (Lambda developer guide, "Defined runtime environment variables"). */
const lambdaEnvironment = (name: string, folder: string, handler: string) => ({
  PATH: env["PATH"],
  _HANDLER: handler,
  LAMBDA_TASK_ROOT: folder,
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "AKIANOBODY",
  AWS_SECRET_ACCESS_KEY: "not-checked",
  AWS_SESSION_TOKEN: "not-checked",
  AWS_LAMBDA_FUNCTION_NAME: name,
  AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "512",
  AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
  AWS_LAMBDA_LOG_STREAM_NAME: "stream",
  AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
});
