// The command line of pnpm dev.
import { expect, it } from "vitest";
import { parseOptions } from "./options.ts";

it("has defaults that need no argument", () => {
  expect(parseOptions([])).toEqual({
    ok: true,
    help: false,
    options: {
      port: 4100,
      data: ".data",
      speed: 60,
      seed: 1,
      provision: true,
      readiness: true,
      engine: "auto",
      "max-concurrent": 50,
      join: false,
      "cloud-times": false,
      adapter: [],
      connect: [],
    },
  });
});

it("reads what is given", () => {
  const parsed = parseOptions(["--port", "0", "--data", "/tmp/x", "--speed", "200", "--no-provision", "--engine", "dynalite"]);
  expect(parsed).toMatchObject({ ok: true, options: { port: 0, data: "/tmp/x", speed: 200, provision: false, engine: "dynalite" } });
});

it("reads the Regions in which tasks may act, and refuses a name that is none and a list without its own", () => {
  expect(parseOptions(["--allowed-regions", "us-east-1, us-west-2"])).toMatchObject({
    ok: true,
    options: { "allowed-regions": ["us-east-1", "us-west-2"] },
  });
  expect(parseOptions(["--allowed-regions", "us-east-1,us-wset-2"])).toEqual({
    ok: false,
    message: '--allowed-regions: the list: AWS has no Region "us-wset-2" (did you mean us-west-2?)',
  });
  expect(parseOptions(["--allowed-regions", "eu-west-1"])).toMatchObject({
    ok: false,
    message: expect.stringContaining("without us-east-1, us-west-2") as string,
  });
});

it("says what was expected, in words", () => {
  expect(parseOptions(["--port", "abc"])).toEqual({ ok: false, message: '--port: expected a whole number from 0 to 65535, got "abc"' });
  expect(parseOptions(["--speed", "0"])).toEqual({ ok: false, message: '--speed: expected a number from 0.001 to 10000, got "0"' });
});

it.each([
  [["--port", "70000"], "--port"],
  [["--port", ""], "--port"],
  [["--port", "1.5"], "--port"],
  [["--port", "no"], "--port"],
  [["--speed", "0"], "--speed"],
  [["--max-concurrent", "0"], "--max-concurrent"],
  [["--engine", "sqlite"], "--engine"],
  [["--sped", "3"], "--sped"],
])("names the wrong option in %j", (argv, name) => {
  const parsed = parseOptions(argv);
  expect(parsed.ok).toBe(false);
  expect(parsed).toHaveProperty("message", expect.stringContaining(name));
});
