/** Conformance: messages that lay in a dead-letter queue for a day, and what became of their task meanwhile. */
import { describe, expect, test } from "vitest";
import { CRASH_TEST_MS, crashPoints, expectCompleted, type Start } from "./expectations.ts";
import type { Harness } from "./harness.ts";
import type { Scenario } from "./scenario.ts";

const DAY_SECONDS = 86_400;

/** Lets a day pass in which the queue delivers what it has. */
async function passDay<Clients>(run: Harness<Clients>): Promise<void> {
  const nextDayMs = run.clock.nowMs() + DAY_SECONDS * 1000;
  await run.run(DAY_SECONDS);
  run.clock.advance(nextDayMs - run.clock.nowMs());
}

/** Delivers messages that were set aside, and works until all is quiet. */
async function redrive<Clients>(run: Harness<Clients>, bodies: readonly unknown[]): Promise<void> {
  for (const body of bodies) await run.deliver(body);
  await run.run();
}

/** Tests: messages that lay in a dead-letter queue for a day. */
export function redriveConformance<Clients>(start: Start<Clients>, scenario: Scenario<Clients>): void {
  const deadlineSeconds = 3 * DAY_SECONDS;

  describe("DLQ redrive after a day", () => {
    test("of a request whose task was retried meanwhile: no effect, and the answer says why", async () => {
      const run = start();
      const first = run.request({ deadlineSeconds });
      const aside = run.setAside();
      const second = run.request({ attempt: 2, type: "TechnologyRetryRequested", deadlineSeconds });
      await passDay(run);
      await redrive(run, aside);
      expectCompleted(run, second, scenario.effects);
      expect(run.outcomeOf(first)).toBe("TechnologyFailed task.superseded");
    });

    test("of a request whose task timed out meanwhile: no effect", async () => {
      const run = start();
      const operationId = run.request();
      const aside = run.setAside();
      await passDay(run);
      await redrive(run, aside);
      expect(run.outcomeOf(operationId)).toBe("TechnologyFailed task.timed_out");
      expect(run.world.effects()).toEqual([]);
    });

    test("of a request whose task was cancelled meanwhile: no effect", async () => {
      const run = start();
      const operationId = run.request({ deadlineSeconds });
      const aside = run.setAside();
      run.request({ type: "TechnologyCancelRequested", deadlineSeconds });
      await passDay(run);
      await redrive(run, aside);
      expect(run.outcomeOf(operationId)).toBe("TechnologyFailed task.cancelled");
      expect(run.world.effects()).toEqual([]);
    });

    test("of a request of a Region that lost the lead meanwhile: no effect, no answer", async () => {
      const run = start();
      const operationId = run.request({ epoch: 1, deadlineSeconds });
      const aside = run.setAside();
      run.request({ epoch: 2, attempt: 2, type: "TechnologyCancelRequested", deadlineSeconds });
      await passDay(run);
      await redrive(run, aside);
      expect([run.staleEpochs(), run.outcomeOf(operationId), run.world.effects()]).toEqual([1, undefined, []]);
    });

    test("of a stop of attempt 1 while attempt 2 is under way: it goes on", async () => {
      const run = start();
      const first = run.request({ type: "TechnologyCancelRequested", deadlineSeconds });
      const aside = run.setAside();
      run.clock.advance(DAY_SECONDS * 1000);
      const second = run.request({ attempt: 2, type: "TechnologyRetryRequested", deadlineSeconds });
      await run.run(1);
      expect(run.outcomeOf(second)).toBe(scenario.comesByItself === true ? "TechnologyCompleted" : undefined);
      await redrive(run, aside);
      expectCompleted(run, second, scenario.effects);
      expect(run.outcomeOf(first)).toBe("TechnologyFailed task.superseded");
    });

    test("of a request that is still wanted: done once, however often it is redriven", async () => {
      const run = start();
      const operationId = run.request({ deadlineSeconds });
      const aside = run.setAside();
      await passDay(run);
      expect(run.world.effects()).toEqual([]);
      await Promise.all([run.deliver(aside[0]), run.deliver(aside[0])]);
      await redrive(run, aside);
      expectCompleted(run, operationId, scenario.effects);
    });

    test(
      "of a request whose worker died at any await: what was begun is found and not done again",
      async () => {
        const first = start();
        first.request({ deadlineSeconds });
        await first.run(0);
        for (const gate of crashPoints(first.gates(), scenario)) {
          const run = start({ crashAtGate: gate });
          const operationId = run.request({ deadlineSeconds });
          await run.run(0);
          // The polls, too, are gone from the queue; only the request is redriven.
          const request = run.setAside().find((body) => !Object.hasOwn(body as object, "kind"));
          run.clock.advance(DAY_SECONDS * 1000);
          await redrive(run, [request]);
          expectCompleted(run, operationId, scenario.effects, `crash at gate ${gate} of ${first.gates()}`);
        }
      },
      CRASH_TEST_MS,
    );

    test("of a poll whose task is still under way: it goes on where it stood", async () => {
      const run = start();
      const operationId = run.request({ deadlineSeconds });
      await run.run(1);
      const polls = run.setAside();
      run.clock.advance(DAY_SECONDS * 1000);
      await redrive(run, polls);
      expectCompleted(run, operationId, scenario.effects);
    });

    test("of a request that was answered: the stored answer is said again, word for word", async () => {
      const run = start();
      const operationId = run.request();
      const aside = run.setAside();
      await redrive(run, aside);
      await passDay(run);
      const told = run.facts().filter(({ type }) => type === "TechnologyCompleted");
      const facts = run.facts().length;
      await redrive(run, aside);
      expectCompleted(run, operationId, scenario.effects);
      expect(run.facts().slice(facts)).toEqual([told[0]]);
    });
  });
}
