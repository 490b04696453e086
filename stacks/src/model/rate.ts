/** How often a schedule fires, in EventBridge's words. */

/** `rate(1 minute)`, `rate(60 minutes)`. Throws for anything but whole minutes: AWS schedules have no seconds. */
export function rateExpression(everySeconds: number): `rate(${string})` {
  const minutes = everySeconds / 60;
  if (!Number.isInteger(minutes) || minutes < 1)
    throw new Error(`a schedule fires every whole number of minutes, not every ${everySeconds} s`);
  return minutes === 1 ? "rate(1 minute)" : `rate(${minutes} minutes)`;
}
