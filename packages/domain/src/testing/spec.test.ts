/** A spec of a decider is worth what it would catch: here it meets deciders that are wrong. */
import { expect, test } from "vitest";
import { DrError, type DomainEvent } from "@dr/events";
import type { Decider } from "../decider.ts";
import { specFor } from "./spec.ts";

type State = { readonly waves: readonly number[] };
type Command = { readonly waves: readonly number[] };

const at = "2026-11-23T04:00:00.000Z";
const completed = (waveNumber: number): DomainEvent => ({ type: "WaveCompleted", data: { waveNumber }, at });
const good: Decider<State, Command> = {
  initialState: { waves: [] },
  decide: (state, { waves }) => {
    if (waves.includes(13)) throw new DrError("wave.unlucky", "no", { details: { wave: 13, status: "x" } });
    return waves.filter((wave) => !state.waves.includes(wave)).map(completed);
  },
  evolve: (state, event) => (event.type === "WaveCompleted" ? { waves: [...state.waves, event.data.waveNumber] } : state),
};
const given = specFor(good);

test("exact events, nothing, a refusal, and the state that follows", () => {
  const one = given(completed(1));
  one.when({ waves: [1, 2, 3] }).thenEvents(completed(2), completed(3));
  one.when({ waves: [1] }).thenNothing();
  one.when({ waves: [13] }).thenThrows("wave.unlucky", { wave: 13 });
  expect(one.when({ waves: [2] }).thenState()).toEqual({ waves: [1, 2] });
  expect(one.after({ waves: [2] }, { waves: [3] })).toMatchObject({ state: { waves: [1, 2, 3] }, events: [{}, {}, {}] });
});

test("events in another order, too few, too many, another refusal or none: all are seen", () => {
  const one = given();
  expect(() => one.when({ waves: [2, 3] }).thenEvents(completed(3), completed(2))).toThrow("expected");
  expect(() => one.when({ waves: [2, 3] }).thenEvents(completed(2))).toThrow("expected");
  expect(() => one.when({ waves: [2] }).thenNothing()).toThrow("expected");
  expect(() => one.when({ waves: [13] }).thenThrows("wave.other")).toThrow("refused with wave.other");
  expect(() => one.when({ waves: [13] }).thenThrows("wave.unlucky", { wave: 12 })).toThrow("expected");
  expect(() => one.when({ waves: [2] }).thenThrows("wave.unlucky")).toThrow("refused with wave.unlucky");
});

test("a decider that changes its state or its command is seen", () => {
  const changing = specFor<{ waves: number[] }, Command>({
    ...good,
    initialState: { waves: [] },
    decide: (state) => {
      state.waves.push(1);
      return [];
    },
    evolve: (state) => state,
  });
  expect(() =>
    changing()
      .when({ waves: [1] })
      .thenNothing(),
  ).toThrow("not extensible");
});

test("a decider that decides differently the second time is seen", () => {
  let calls = 0;
  const moody = specFor<State, Command>({ ...good, decide: () => [completed((calls += 1))] });
  expect(() =>
    moody()
      .when({ waves: [1] })
      .thenEvents(completed(1)),
  ).toThrow("expected");
});

test("an event that its own schema refuses is seen", () => {
  const sloppy = specFor<State, Command>({ ...good, decide: () => [completed(0)] });
  expect(() =>
    sloppy()
      .when({ waves: [1] })
      .thenEvents(completed(0)),
  ).toThrow("invalid WaveCompleted");
});

test("a state that does not survive JSON is seen", () => {
  const lossy = specFor<{ readonly at: Date }, Command>({
    initialState: { at: new Date(0) },
    decide: () => [completed(1)],
    evolve: (state) => state,
  });
  expect(() => lossy().after({ waves: [1] })).toThrow("expected");
});
