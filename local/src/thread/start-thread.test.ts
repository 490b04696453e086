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

// It dies when it is told to: what a thread says and its death reach us on two ways, and death may come first.
it("that dies after its start is heard of, with the reason", async () => {
  const channel = new BroadcastChannel("start-thread.test");
  const { thread, logged, died } = starting(
    `new BroadcastChannel("start-thread.test").onmessage = () => { throw new Error("out of luck"); }; parentPort.postMessage({ kind: "ready", ready: "here" });`,
  );
  expect((await thread).ready).toBe("here");
  channel.postMessage("die");
  await died;
  channel.close();
  expect(logged).toEqual(["the part failed: out of luck"]);
});

it("that dies before it could say that it is ready says why", async () => {
  const { thread, deaths } = starting(`throw new Error("out of luck");`);
  await expect(thread).rejects.toThrow("out of luck");
  expect(deaths()).toBe(0);
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
