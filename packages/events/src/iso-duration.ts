/** Seconds as an ISO 8601 duration. */

/** `PT15M30S`. */
export function toIsoDuration(totalSeconds: number): string {
  const whole = Math.max(0, Math.round(totalSeconds));
  const parts = [
    [Math.floor(whole / 3600), "H"],
    [Math.floor(whole / 60) % 60, "M"],
    [whole % 60, "S"],
  ] as const;
  const text = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count}${unit}`);
  return `PT${text.length === 0 ? "0S" : text.join("")}`;
}
