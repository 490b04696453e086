// A large body whose reading does not end: everybody else is answered, and its sender hears what became of it.
import { afterEach, expect, it, onTestFinished } from "vitest";
import type { LocalFunction } from "../../lambda/environment.ts";
import type { Dependencies } from "../dependencies.ts";
import { startFront } from "../server.ts";
import { heavyApart, LIGHT_BODY } from "./apart.ts";
import { createHeavyPool, type HeavyThread } from "./pool.ts";
import { startHeavyThread } from "./thread.ts";

const threads: HeavyThread[] = [];
afterEach(() => threads.splice(0).forEach((thread) => thread.end()));

/** Answers a job by what its body says: waits in the middle of its work, dies, or answers. */
const READER = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort, workerData } from "node:worker_threads";
    parentPort.on("message", ({ event }) => {
      if (event.body.startsWith("die")) throw new Error("out of memory");
      if (event.body.startsWith("wait")) Atomics.wait(workerData, 0, 0);
      if (event.body.startsWith("fail")) return parentPort.postMessage({ kind: "failed", reason: "a bug" });
      parentPort.postMessage({ kind: "answered", answer: { statusCode: 422, headers: {}, body: "read apart" } });
    });`)}`,
);
const large = (text: string): string => text.padEnd(LIGHT_BODY + 1, " ");

async function given() {
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const timers = new Set<() => void>();
  const heavy = createHeavyPool({
    threads: 1,
    waiting: 1,
    limitMs: 1,
    start: () => {
      threads.push(startHeavyThread(READER, gate));
      return threads.at(-1) as HeavyThread;
    },
    after: (_, act) => {
      timers.add(act);
      return () => void timers.delete(act);
    },
  });
  onTestFinished(heavy.stop);
  const light = {
    manifest: { name: "api" },
    invoke: () => Promise.resolve({ statusCode: 200, headers: {}, body: "read here" }),
  } as unknown as LocalFunction;
  const logged: string[] = [];
  const answers = heavyApart(light, heavy, (_, message) => void logged.push(message));
  const front = await startFront({
    port: 0,
    accountId: "123456789012",
    fronts: [{ routes: [{ method: "POST", path: "/plans", open: true }] as never, answers }],
    verify: async () => ({}),
    local: async () => ({ status: 200, headers: {}, body: "" }),
    dependencies: { states: () => [], wasDown: () => false, untilDown: () => new Promise(() => undefined) } as unknown as Dependencies,
    home: { region: "us-east-1", speed: 1, data: "." },
    nowMs: () => 0,
    log: () => undefined,
  });
  onTestFinished(front.stop);
  const send = async (body: string) => {
    const response = await fetch(`${front.endpoint}/plans`, { method: "POST", body });
    return { status: response.status, after: response.headers.get("retry-after"), text: await response.text() };
  };
  const open = (): void => {
    Atomics.store(gate, 0, 1);
    Atomics.notify(gate, 0);
  };
  /** Until so many jobs have their timer, of work or of patience. */
  const until = async (count: number): Promise<void> => {
    while (timers.size < count) await new Promise((resolve) => setImmediate(resolve));
  };
  return { send, open, until, passTime: () => [...timers].forEach((act) => act()), logged };
}

it("while one is read, small ones are answered", async () => {
  const { send, open, until } = await given();
  const order: string[] = [];
  const noted = async (name: string, body: string): Promise<string> => {
    const { text } = await send(body);
    order.push(name);
    return text;
  };
  const hostile = noted("hostile", large("wait"));
  await until(1);
  const small = [];
  for (const name of ["1", "2", "3"]) small.push(await noted(name, "small".padEnd(LIGHT_BODY, " ")));
  open();
  expect([small, await hostile, order]).toEqual([["read here", "read here", "read here"], "read apart", ["1", "2", "3", "hostile"]]);
});

it("whoever comes when all are read hears that nothing was done", async () => {
  const { send, open, until } = await given();
  const both = [send(large("wait")), send(large("read"))];
  await until(2);
  const { status, after, text } = await send(large("read"));
  expect([status, after, JSON.parse(text)]).toEqual([
    503,
    "2",
    expect.objectContaining({ code: "local.busy", instance: "/plans", detail: expect.stringContaining("nothing was done") }),
  ]);
  open();
  expect((await Promise.all(both)).map((answer) => answer.text)).toEqual(["read apart", "read apart"]);
});

it("one that does not end is ended, the next one is read by a new thread", async () => {
  const { send, until, passTime, logged } = await given();
  const hostile = send(large("wait"));
  await until(1);
  passTime();
  const { status, text } = await hostile;
  expect([status, JSON.parse(text).code, (await send(large("read"))).text]).toEqual([504, "local.too_slow", "read apart"]);
  expect(logged).toEqual(["a request with a large body was given up: late"]);
});

it("one that kills its thread is told so, the next one is read by a new thread", async () => {
  const { send, logged } = await given();
  const { status, text } = await send(large("die"));
  expect([status, JSON.parse(text).code, (await send(large("read"))).text]).toEqual([503, "local.reader_died", "read apart"]);
  expect(logged).toEqual(["a request with a large body was given up: out of memory"]);
});

it("an error of the function is its own, and the thread goes on", async () => {
  const { send } = await given();
  expect([(await send(large("fail"))).status, (await send(large("read"))).status, threads.length]).toEqual([500, 422, 1]);
});
