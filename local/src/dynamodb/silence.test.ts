// Stuck or slow: within two seconds, and never because the machine is busy.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { LOOK_EVERY_MS as FRONT_LOOKS_EVERY_MS } from "../front/dependencies.ts";
import { processFacts, type ProcessFacts } from "./at-work.ts";
import { BLIND_LOOKS, createSilenceJudge, IDLE_LOOKS, LOOK_EVERY_MS } from "./silence.ts";

const idle: ProcessFacts = { isBusy: false, ticks: 7 };

/** At which look it is called stuck; undefined if at none. */
function stuckAt(looks: readonly { isOwed: boolean; facts: ProcessFacts | undefined }[]): number | undefined {
  const judge = createSilenceJudge();
  const at = looks.findIndex((look) => judge(look));
  return at === -1 ? undefined : at + 1;
}

describe("the judge", () => {
  it("calls one stuck that owes an answer and does nothing, soon enough for a caller to hear of it within two seconds", () => {
    // The first look has nothing to compare the processor time with.
    expect(stuckAt(Array.from({ length: 20 }, () => ({ isOwed: true, facts: idle })))).toBe(IDLE_LOOKS + 1);
    expect((IDLE_LOOKS + 1) * LOOK_EVERY_MS + FRONT_LOOKS_EVERY_MS).toBeLessThanOrEqual(2_000);
  });

  it("waits for one that is at work, however long it takes", () => {
    const waiting = Array.from({ length: 500 }, (_, at) => ({ isOwed: true, facts: { isBusy: at % 4 === 0, ticks: 7 } }));
    const counting = Array.from({ length: 500 }, (_, at) => ({ isOwed: true, facts: { isBusy: false, ticks: Math.floor(at / 4) } }));
    expect([stuckAt(waiting), stuckAt(counting)]).toEqual([undefined, undefined]);
  });

  it("does not mind one that is asked nothing, and counts anew after an answer", () => {
    const asked = (isOwed: boolean) => ({ isOwed, facts: idle });
    expect(stuckAt(Array.from({ length: 100 }, () => asked(false)))).toBeUndefined();
    expect(stuckAt(Array.from({ length: 100 }, (_, at) => asked(at % 4 !== 0)))).toBeUndefined();
  });

  it("is patient where the kernel tells nothing", () => {
    expect(stuckAt(Array.from({ length: 100 }, () => ({ isOwed: true, facts: undefined })))).toBe(BLIND_LOOKS);
  });
});

it.runIf(process.platform === "linux")("sees a process at work, and one that was stopped", async () => {
  const child = spawn(process.execPath, ["-e", "process.stdout.write('on'); for (;;);"], { stdio: ["ignore", "pipe", "ignore"] });
  await once(child.stdout, "data");
  const pid = child.pid ?? 0;
  expect(processFacts(pid)?.isBusy).toBe(true);
  child.kill("SIGSTOP");
  const states: (boolean | undefined)[] = [];
  while (states.length < 1_000 && states.at(-1) !== false) states.push(processFacts(pid)?.isBusy);
  expect(states.at(-1)).toBe(false);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(processFacts(pid)).toBeUndefined();
});
