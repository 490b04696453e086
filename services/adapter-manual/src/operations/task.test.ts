import { expect, test } from "vitest";
import type { Answer } from "../tasks.ts";
import { task } from "./task.ts";

const answered: Answer = {
  outcome: "completed",
  note: "done",
  evidence: [{ kind: "text", text: "green" }],
  answeredBy: "arn:kim",
  person: "kim",
  at: "t",
};

/** What the task says when it is looked at `seconds` after it was opened. */
function look(config: object, { seconds = 10, answer, withdrawn = false }: { seconds?: number; answer?: Answer; withdrawn?: boolean }) {
  const context = {
    config: { title: "Call", ...config },
    secondsSince: () => seconds,
    operationId: "op",
    clients: { tasks: { read: () => Promise.resolve({ operationId: "op", title: "Call", openedAt: "t", withdrawn, answer }) } },
  };
  return task.poll(
    context as unknown as Parameters<typeof task.poll>[0],
    "people",
    { title: "Call" },
    { operationId: "op", openedAt: "t" },
  );
}

test("an answer is the outcome, with who gave it and what they showed", async () => {
  const after = { answered: true, outcome: "completed", by: "kim", at: "t", note: "done", evidence: answered.evidence };
  expect(await look({}, { answer: answered })).toEqual({ state: "completed", evidence: { after, externalIds: { answeredBy: "arn:kim" } } });
  const failed = await look({}, { answer: { ...answered, outcome: "failed" } });
  expect(failed).toMatchObject({ state: "failed", failure: { code: "manual.failed", message: "done", retryable: false } });
});

test.each([
  [{ dueSeconds: 60 }, 60, { state: "in_progress", message: "waits for a person" }],
  [{ dueSeconds: 60 }, 61, { state: "in_progress", message: "waits for a person, and is late: nobody answered within 60 seconds" }],
  [{ dueSeconds: 60, onLate: "fail" }, 61, { state: "failed", failure: { code: "manual.late", retryable: true } }],
  [{ dueSeconds: 60, onLate: "complete" }, 61, { state: "completed", evidence: { after: { answered: false } } }],
  [{}, 1e9, { state: "in_progress" }],
])("%j after %d seconds", async (config, seconds, expected) => {
  expect(await look(config, { seconds })).toMatchObject(expected);
});

test("an attempt that took over hears what was said to itself as well as to the one that asked", async () => {
  const kept = new Map([["first", { operationId: "first", title: "Call", openedAt: "t", withdrawn: false }]]);
  const read = (operationId: string) =>
    Promise.resolve(operationId === "second" ? { ...kept.get("first"), answer: answered } : kept.get(operationId));
  const context = { config: { title: "Call" }, secondsSince: () => 1, operationId: "second", clients: { tasks: { read } } };
  const poll = (operationId: string) =>
    task.poll(
      { ...context, operationId } as unknown as Parameters<typeof task.poll>[0],
      "people",
      { title: "Call" },
      { operationId: "first", openedAt: "t" },
    );
  expect((await poll("first")).state).toBe("in_progress");
  expect((await poll("second")).state).toBe("completed");
});

test("a task that was cancelled says so, unless somebody was quicker", async () => {
  expect(await look({}, { withdrawn: true })).toMatchObject({ state: "failed", failure: { code: "manual.withdrawn" } });
  expect(await look({}, { withdrawn: true, answer: answered })).toMatchObject({ state: "completed" });
});
