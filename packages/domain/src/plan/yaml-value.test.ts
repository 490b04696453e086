import { describe, expect, test } from "vitest";
import { planFrom, problemsOf } from "../../test/plans.ts";
import { parseSource } from "./source.ts";

const read = (text: string): unknown => {
  const parsed = parseSource(text, "yaml");
  return parsed.ok ? parsed.value : parsed.problems.map(({ code, line, column, message }) => [code, line, column, message]);
};

describe("anchors, aliases and merge keys mean what YAML says", () => {
  test.each([
    ["an alias", "a: &x [1, {b: 2}]\nc: *x", { a: [1, { b: 2 }], c: [1, { b: 2 }] }],
    ["the last anchor before it counts", "a: &x 1\nb: *x\nc: &x 2\nd: *x", { a: 1, b: 1, c: 2, d: 2 }],
    ["a merge adds what is not there", "a: &x {b: 1, c: 2}\nd: {<<: *x, c: 3}", { a: { b: 1, c: 2 }, d: { b: 1, c: 3 } }],
    ["wherever it stands", "a: &x {b: 1, c: 2}\nd: {c: 3, <<: *x}", { a: { b: 1, c: 2 }, d: { b: 1, c: 3 } }],
    [
      "of several maps the first wins",
      "a: &x {b: 1}\nc: &y {b: 2, d: 3}\ne: {<<: [*x, *y]}",
      { a: { b: 1 }, c: { b: 2, d: 3 }, e: { b: 1, d: 3 } },
    ],
    ["a merge of a merge", "a: &x {b: 1}\nc: &y {<<: *x, d: 2}\ne: {<<: *y}", { a: { b: 1 }, c: { b: 1, d: 2 }, e: { b: 1, d: 2 } }],
    ["a merge of a map in place", "a: {<<: {b: 1}}", { a: { b: 1 } }],
    ["a quoted << is a name", 'a: {"<<": 1}', { a: { "<<": 1 } }],
    ["a null", "a: &x\nb: *x", { a: null, b: null }],
    ["core tags", "a: !!str 1\nb: !!int 2\nc: ! 3", { a: "1", b: 2, c: "3" }],
  ])("%s", (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test.each([
    ["an alias of nothing", "a: *x", [["plan.malformed_yaml", 1, 4, "no anchor `x` stands before this alias"]]],
    ["an alias before its anchor", "a: *x\nb: &x 1", [["plan.malformed_yaml", 1, 4, "no anchor `x` stands before this alias"]]],
    ["a value that contains itself", "a: &x\n  b: *x", [["plan.malformed_yaml", 2, 6, "`x` would contain itself"]]],
    ["a merge of a text", "a: {<<: b}", [["plan.malformed_yaml", 1, 5, "`<<` merges maps, and this is none"]]],
    ["a merge of a list of texts", "a: {<<: [{b: 1}, c]}", [["plan.malformed_yaml", 1, 5, "`<<` merges maps, and this is none"]]],
    ["two merges in one map", "a: {<<: {b: 1}, <<: {c: 1}}", [["plan.duplicate_key", 1, 17, "Map keys must be unique"]]],
    ["a key twice, once quoted", "a: 1\n'a': 2", [["plan.duplicate_key", 2, 1, "Map keys must be unique"]]],
    ["a key twice in a merged map", "a: &x {b: 1, b: 2}\nc: {<<: *x}", [["plan.duplicate_key", 1, 14, "Map keys must be unique"]]],
    ["a tag of its own", "a: !secret b", [["plan.malformed_yaml", 1, 4, "Unresolved tag: !secret"]]],
    ["a binary", "a: !!binary aGk=", [["plan.malformed_yaml", 1, 13, "the tag tag:yaml.org,2002:binary has no meaning in a plan"]]],
    ["a set", "a: !!set {b, c}", [["plan.malformed_yaml", 1, 10, "the tag tag:yaml.org,2002:set has no meaning in a plan"]]],
    ["another YAML, where yes is true", "%YAML 1.1\n---\na: yes", [["plan.malformed_yaml", 1, 1, "this is YAML 1.1"]]],
  ])("%s is an error with its place", (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });
});

describe("in a plan", () => {
  const source = [
    "planId: p",
    "name: P",
    "waves:",
    "  - &gated",
    "    waveNumber: 1",
    "    pauseBeforeWave: true",
    "    approval: {minApprovals: 2}",
    "    technology: database",
    "    operation: failover",
    "    resources: {clusters: [a]}",
    "  - <<: *gated",
    "    waveNumber: 2",
    "    resources: {clusters: [b]}",
  ];

  test("the gate of a merged map holds", () => {
    const waves = planFrom(source.join("\n")).plan.waves.map(({ waveNumber, pauseBeforeWave, pause, tasks }) => [
      waveNumber,
      pauseBeforeWave,
      pause.approval?.minApprovals,
      tasks[0]?.resources,
    ]);
    expect(waves).toEqual([
      [1, true, 2, { clusters: ["a"] }],
      [2, true, 2, { clusters: ["b"] }],
    ]);
  });

  test("a slip inside it is an error in both, at the place where it was written", () => {
    const slipped = source.map((line) => line.replace("pauseBeforeWave", "pauseBeforWave")).join("\n");
    expect(problemsOf(slipped).map(({ code, path, line, column }) => [code, path, line, column])).toEqual([
      ["plan.unknown_field", "waves[0].pauseBeforWave", 6, 5],
      ["plan.unknown_field", "waves[1].pauseBeforWave", 6, 5],
    ]);
  });
});
