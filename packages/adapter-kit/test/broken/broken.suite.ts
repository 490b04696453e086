/** The conformance suite on every broken adapter: run by conformance-broken.test.ts, and meant to fail. */
import { describe } from "vitest";
import { brokenAdapters, soundAdapters } from "./broken-adapters.ts";

const all = [...soundAdapters, ...brokenAdapters].map(({ fault, suite }) => [fault, suite] as const);

describe.each(all)("%s", (_fault, suite) => {
  suite();
});
