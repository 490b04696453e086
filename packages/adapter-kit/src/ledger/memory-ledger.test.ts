/** The memory twin against the common suite. */
import { describe } from "vitest";
import { ledgerConformance } from "../testing/ledger-conformance.ts";
import { createMemoryLedger } from "./memory-ledger.ts";

describe("memory ledger", () => {
  const ledger = createMemoryLedger();
  ledgerConformance(() => ledger);
});
