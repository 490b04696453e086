// Stand-ins for other systems answer programs by whatever name they call them, and no page in a browser of this machine.
import { createServer } from "node:http";
import { afterEach, expect, it } from "vitest";
import { listenOn, type Listener } from "./listen.ts";

let listener: Listener | undefined;
afterEach(() => listener?.close());

it("answers a program that calls it by the other system's name, and no page", async () => {
  const asked: unknown[] = [];
  const handle = async ({ headers }: { readonly headers: Readonly<Record<string, unknown>> }) => {
    asked.push(headers["host"]);
    return { status: 200, headers: {}, body: "{}" };
  };
  listener = await listenOn(createServer(), handle, () => "cluster.example");
  const ask = async (headers: Record<string, string>) => (await fetch(`http://127.0.0.1:${listener?.port}/`, { headers })).status;
  expect([await ask({ origin: "https://evil.example.com" }), await ask({}), asked]).toEqual([403, 200, ["cluster.example"]]);
});
