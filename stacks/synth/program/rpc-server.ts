/** Answers what SST's components ask of the CLI that normally runs them, over its local JSON-RPC server. */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { BuildRequest, BuiltFunction } from "./build-function.ts";

/** A running server. */
export interface RpcServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

type Answer = (params: unknown) => unknown;

/** Starts the server on the loopback interface. `build` bundles one function. */
export async function startRpcServer(build: (request: BuildRequest) => Promise<BuiltFunction>): Promise<RpcServer> {
  const answers: Readonly<Record<string, Answer>> = {
    "Provider.Aws.Bootstrap": () => ({ asset: "synth-assets", assetEcrRegistryId: "synth", assetEcrUrl: "synth", state: "synth-state" }),
    "Runtime.Build": async (params) => {
      const { folder, handler, errors } = await build(params as BuildRequest);
      return { handler, out: folder, errors, sourcemaps: [] };
    },
  };
  const server = createServer((request, response) => {
    void respond(request, answers).then((body) => response.end(body));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function respond(request: IncomingMessage, answers: Readonly<Record<string, Answer>>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { id, method, params } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as {
    id: unknown;
    method: string;
    params: readonly unknown[];
  };
  try {
    const answer = answers[method];
    if (!answer)
      throw new Error(`SST asks its CLI for ${method}, which has no answer offline: add it to stacks/synth/program/rpc-server.ts`);
    return JSON.stringify({ jsonrpc: "2.0", id, result: await answer(params[0]) });
  } catch (error) {
    // SST's client expects the text alone.
    return JSON.stringify({ jsonrpc: "2.0", id, error: error instanceof Error ? error.message : String(error) });
  }
}
