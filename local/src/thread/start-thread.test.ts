// A part of the runtime in a thread: its start, its end, and its death.
import { expect, it } from "vitest";
import { startThread } from "./start-thread.ts";

const part = (body: string): URL =>
  new URL(`data:text/javascript,${encodeURIComponent(`import { parentPort } from "node:worker_threads"; ${body}`)}`);

function starting(body: string) {
  const logged: string[] = [];
  const died = Promise.withResolvers<void>();
  let deaths = 0;
  const onDied = (): void => {
    deaths += 1;
    died.resolve();
  };
  const thread = startThread<string>({
    name: "the part",
    module: part(body),
    data: null,
    onDied,
    log: (_level, message) => void logged.push(message),
  });
  return { thread, logged, died: died.promise, deaths: () => deaths };
}

it("that dies after its start is heard of, with the reason", async () => {
  const { thread, logged, died } = starting(
    `parentPort.postMessage({ kind: "ready", ready: "here" }); setImmediate(() => { throw new Error("out of luck"); });`,
  );
  expect((await thread).ready).toBe("here");
  await died;
  expect(logged).toEqual(["the part failed: out of luck"]);
});

it("that is stopped has not died", async () => {
  const { thread, deaths } = starting(
    `parentPort.postMessage({ kind: "ready", ready: "here" }); parentPort.once("message", () => parentPort.postMessage({ kind: "stopped" }));`,
  );
  await (await thread).stop();
  expect(deaths()).toBe(0);
});

it("that cannot start says why", async () => {
  const { thread, deaths } = starting(`parentPort.postMessage({ kind: "failed", message: "the port is taken" });`);
  await expect(thread).rejects.toThrow("the port is taken");
  expect(deaths()).toBe(0);
});
