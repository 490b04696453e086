/** Which waves are compared. */
import { expect, it } from "vitest";
import { STRETCH, waveCost } from "./wave-cost.ts";

it("takes the middle value around wave 10 and at the end, and the mean of whole stretches", () => {
  // Planning costs 999; wave n costs n, up to wave 1,000.
  const costs = [999, ...Array.from({ length: 1_000 }, (_, index) => index + 1)];
  expect(waveCost(costs)).toEqual({ wave10: 10, wave1000: 995, firstStretch: (1 + STRETCH) / 2, lastStretch: 1_000 - (STRETCH - 1) / 2 });
});

it("counts a snapshot in a stretch and not in a single wave", () => {
  const costs = [0, ...Array.from({ length: 1_000 }, (_, index) => (index === 9 ? 1 + STRETCH : 1))];
  expect(waveCost(costs)).toEqual({ wave10: 1, wave1000: 1, firstStretch: 2, lastStretch: 1 });
});
