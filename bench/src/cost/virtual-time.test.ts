/** Time that jumps. */
import { afterEach, expect, it } from "vitest";
import { installVirtualTime, type VirtualTime } from "./virtual-time.ts";

let time: VirtualTime | undefined;
afterEach(() => time?.restore());

it("moves the whole process forward, never back, and gives the real clock back", () => {
  const real = globalThis.Date;
  const later = real.now() + 3_600_000;
  time = installVirtualTime();
  time.jumpTo(later);
  expect(Date.now()).toBeGreaterThanOrEqual(later);
  time.jumpTo(0);
  expect(Date.now()).toBeGreaterThanOrEqual(later);
  expect(new Date().getTime()).toBeGreaterThanOrEqual(later);
  expect(new Date() instanceof Date).toBe(true);
  time.restore();
  expect(globalThis.Date).toBe(real);
});

it("leaves dates that are given as they are", () => {
  time = installVirtualTime();
  time.jumpTo(Date.now() + 1_000_000);
  expect([new Date(0).toISOString(), new Date("2026-11-23").getTime(), Date.parse("2026-11-23"), Date.UTC(2026, 10, 23)]).toEqual([
    "1970-01-01T00:00:00.000Z",
    1_795_392_000_000,
    1_795_392_000_000,
    1_795_392_000_000,
  ]);
});
