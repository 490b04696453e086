// What strangers wrote cannot move the cursor, end a line or turn a line around on the terminal of whoever reads it.
import { expect, test } from "vitest";
import { colourLine } from "./view/colour.ts";
import { runOn } from "./testing/terminal.ts";

const HOSTILE = "A\u001b[2J\u001b]0;owned\u0007\nwave 9  done\u202e\u009b31m\u007f";
const SHOWN = "A\\u001b[2J\\u001b]0;owned\\u0007\\nwave 9  done\\u202e\\u009b31m\\u007f";

test("a line of a table, of an error and of a screen is one line of what can be seen", async () => {
  const { error } = await runOn({ files: { "plan.yaml": "x" } }, "verify", HOSTILE);
  expect(error.join("\n")).not.toMatch(/(?!\n)\p{Cc}|\u202e/u);
  expect(error[0]).toContain("\\u001b[2J");
  expect(colourLine({ key: "w", text: HOSTILE }, 1_000)).toBe(SHOWN);
});

test("a message of several lines goes on indented, so that none of them looks like one of ours", async () => {
  const { error } = await runOn(
    { files: { "config.json": '{"default":5,"profiles":[]}' }, variables: { DR_CONFIG: "config.json" } },
    "whoami",
  );
  expect(error.length).toBeGreaterThan(1);
  expect(error.slice(1).filter((line) => !line.startsWith("  "))).toEqual([]);
});
