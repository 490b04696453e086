/** The faults, each a case with a name: what is put into the queue, and what must come of it. */
import { setTimeout as sleep } from "node:timers/promises";
import { adapterSource } from "@dr/events";
import { countEffects, type AdapterProcess } from "./adapter-process.ts";
import type { Options } from "./options.ts";
import { newTask, requestFor, type AskedTask } from "./requests.ts";
import type { Said, Wires } from "./wires.ts";

/** What a case has to work with. */
export interface World {
  readonly options: Options;
  readonly wires: Wires;
  readonly adapter: AdapterProcess;
}

/** A case; resolves to what is wrong, in words, or to nothing. */
export interface Case {
  readonly name: string;
  readonly run: (world: World) => Promise<string | undefined>;
}

/** Every case that the options allow. */
export function casesFor(options: Options): readonly Case[] {
  return [
    { name: "a task is done once and answered", run: doneOnce },
    { name: "three deliveries of one request are one effect", run: deliveredThrice },
    { name: "a request that comes again after the end is answered again, from memory", run: askedAgain },
    { name: "poison is put aside and its neighbours go on", run: besidePoison },
    { name: "a task of another technology in the same wave is left alone", run: besideOthers },
    { name: "a request that is not the log's does nothing", run: notFromTheLog },
    { name: "wrong input fails with a code, and is not worth a retry", run: wrongInput },
    { name: "a request of an epoch that is over does nothing", run: oldEpoch },
    ...(options["no-rollback"] ? [] : [{ name: "a rollback takes back what was done, once", run: rolledBack }]),
    ...(options.command.length === 0 ? [] : killsOf(options)),
  ];
}

async function ask({ wires, options }: World, task: AskedTask, times = 1): Promise<void> {
  for (let time = 0; time < times; time += 1) await wires.send(requestFor(options, task));
}

const endsOf = ({ wires }: World, { operationId }: AskedTask): readonly Said[] =>
  wires.saidOf(operationId).filter(({ envelope: { type } }) => type === "TechnologyCompleted" || type === "TechnologyFailed");

const isDrained = async ({ wires }: World): Promise<boolean> => (await wires.waiting()) === 0;

async function doneOnce(world: World): Promise<string | undefined> {
  const task = newTask();
  return expectEffects(world, 1, async () => {
    await ask(world, task);
    return expectCompleted(world, task);
  });
}

async function deliveredThrice(world: World): Promise<string | undefined> {
  const task = newTask();
  return expectEffects(world, 1, async () => {
    await ask(world, task, 3);
    const wrong = await expectCompleted(world, task);
    await world.wires.until(() => isDrained(world));
    return wrong ?? sameAnswer(world, task);
  });
}

async function askedAgain(world: World): Promise<string | undefined> {
  const task = newTask();
  return expectEffects(world, 1, async () => {
    await ask(world, task);
    const wrong = await expectCompleted(world, task);
    if (wrong !== undefined) return wrong;
    const before = endsOf(world, task).length;
    await ask(world, task);
    const again = await world.wires.until(() => endsOf(world, task).length > before);
    return again ? sameAnswer(world, task) : "it was asked again and kept silent: a lost answer is lost for ever";
  });
}

async function besidePoison(world: World): Promise<string | undefined> {
  const task = newTask();
  return expectEffects(world, 1, async () => {
    for (const poison of [
      "not json",
      "{}",
      '{"source":"dr.orchestration","detail":null}',
      '{"detail":{"type":"WaveStarted"}}',
      "[]",
      '"text"',
    ]) {
      await world.wires.send(poison);
    }
    await ask(world, task);
    const wrong = await expectCompleted(world, task);
    if (wrong !== undefined) return wrong;
    return (await world.wires.until(() => isDrained(world))) ? undefined : "poison stays in the queue and comes again";
  });
}

async function besideOthers(world: World): Promise<string | undefined> {
  const [task, beside] = [newTask(), newTask()];
  return expectEffects(world, 1, async () => {
    await world.wires.send(requestFor(world.options, task, { beside }));
    const wrong = await expectCompleted(world, task);
    return wrong ?? (world.wires.saidOf(beside.operationId).length > 0 ? "it answered for another technology" : undefined);
  });
}

async function notFromTheLog(world: World): Promise<string | undefined> {
  const [task, after] = [newTask(), newTask()];
  return expectEffects(world, 1, async () => {
    await world.wires.send(requestFor(world.options, task, { source: adapterSource("intruder") }));
    await ask(world, after);
    const wrong = await expectCompleted(world, after);
    return wrong ?? (endsOf(world, task).length > 0 ? "it answered a request that the log did not make" : undefined);
  });
}

async function wrongInput(world: World): Promise<string | undefined> {
  const task = newTask();
  return expectEffects(world, 0, async () => {
    await world.wires.send(requestFor(world.options, task, { resources: world.options.invalid }));
    if (!(await world.wires.until(() => endsOf(world, task).length > 0))) return "no answer";
    const [end] = endsOf(world, task);
    const { failure } = (end?.data ?? {}) as { readonly failure?: { readonly code: string; readonly retryable: boolean } };
    if (end?.envelope.type !== "TechnologyFailed" || !failure) return `expected TechnologyFailed, got ${end?.envelope.type}`;
    return failure.retryable ? `${failure.code} says that trying again may help` : undefined;
  });
}

async function oldEpoch(world: World): Promise<string | undefined> {
  const task = newTask();
  return expectEffects(world, 1, async () => {
    await world.wires.send(requestFor(world.options, task, { epoch: 5 }));
    const wrong = await expectCompleted(world, task);
    if (wrong !== undefined) return wrong;
    const before = endsOf(world, task).length;
    await world.wires.send(requestFor(world.options, task, { epoch: 4 }));
    await world.wires.until(() => isDrained(world));
    await sleep(200);
    await world.wires.until(() => true);
    return endsOf(world, task).length > before ? "it answered a planner of an epoch that is over" : undefined;
  });
}

async function rolledBack(world: World): Promise<string | undefined> {
  const done = newTask();
  const undo = newTask("rollback", done.executionId);
  return expectEffects(world, 2, async () => {
    await ask(world, done);
    const wrong = await expectCompleted(world, done);
    if (wrong !== undefined) return wrong;
    for (let time = 0; time < 2; time += 1) await world.wires.send(requestFor(world.options, undo, { undoes: done }));
    return expectCompleted(world, undo);
  });
}

function killsOf({ kills, seed }: Options): readonly Case[] {
  return Array.from({ length: kills }, (_, index) => {
    const afterMs = momentOf(seed, index);
    return {
      name: `SIGKILL ${afterMs} ms after the request, and a new start`,
      run: async (world) => {
        const task = newTask();
        return expectEffects(world, 1, async () => {
          await ask(world, task);
          await sleep(afterMs);
          await world.adapter.kill();
          world.adapter.start();
          return expectCompleted(world, task);
        });
      },
    } satisfies Case;
  });
}

/** From 0 to 400 ms, early moments more often: that is when things happen. */
function momentOf(seed: number, index: number): number {
  const mixed = Math.imul((seed + 1) * 0x9e3779b1 + index * 0x85ebca6b, 0xc2b2ae35) >>> 0;
  return Math.round(400 * (mixed / 2 ** 32) ** 2);
}

async function expectCompleted(world: World, task: AskedTask): Promise<string | undefined> {
  if (!(await world.wires.until(() => endsOf(world, task).length > 0))) return "no answer";
  const [end] = endsOf(world, task);
  if (end?.envelope.type !== "TechnologyCompleted") return `expected TechnologyCompleted, got ${JSON.stringify(end?.data["failure"])}`;
  const { executionId, taskId, attempt, phase } = end.data;
  const told = JSON.stringify({ executionId, taskId, attempt, phase });
  const asked = JSON.stringify({ executionId: task.executionId, taskId: task.taskId, attempt: task.attempt, phase: task.phase });
  if (told !== asked) return `the answer is about ${told}, asked was ${asked}`;
  const [malformed] = world.wires.malformed();
  return malformed === undefined ? undefined : `it said something that is no answer: ${malformed}`;
}

/** Whatever is answered twice is answered the same. */
function sameAnswer(world: World, task: AskedTask): string | undefined {
  const answers = new Set(
    endsOf(world, task).map(({ envelope: { type }, data }) => JSON.stringify([type, data["result"], data["failure"]])),
  );
  return answers.size > 1 ? "it gave two different answers of one operation" : undefined;
}

async function expectEffects(world: World, expected: number, run: () => Promise<string | undefined>): Promise<string | undefined> {
  const { effects } = world.options;
  const before = countEffects(effects);
  const wrong = await run();
  const after = countEffects(effects);
  if (wrong !== undefined || before === undefined || after === undefined) return wrong;
  return after - before === expected ? undefined : `expected ${expected} effects, counted ${after - before}`;
}
