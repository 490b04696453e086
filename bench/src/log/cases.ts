/** What is appended in which case, and how the subjects take turns. */
import { appendsPerSecond, type Load } from "./load.ts";
import type { Figures } from "./figures.ts";
import type { Subject } from "./subjects.ts";

/** One case: the load, and who carries it. */
export interface Case {
  readonly load: Omit<Load, "firstStream">;
  readonly subjects: readonly string[];
}

/** Events of an append. */
export const EVENTS = [1, 3, 10];
/** Clients at once. */
export const CLIENTS = [1, 16, 50];

/** The name of a case, by which its figures are found. */
export function caseName({ clients, streams, events }: Pick<Load, "clients" | "streams" | "events">): string {
  return `append ${events}, ${clients} clients, ${streams} streams`;
}

/** Measures a case. The operations are cut into `blocks`, and with each the subjects take turns, another one first: so they share what the machine is doing. */
export async function measureCase(
  figures: Figures,
  subjects: readonly Subject[],
  { one: { load, subjects: wanted }, firstStream, blocks }: { readonly one: Case; readonly firstStream: number; readonly blocks: number },
): Promise<void> {
  const operations = load.operations / blocks;
  const seconds = new Map<string, number>();
  const taking = subjects.filter(({ name }) => wanted.includes(name));
  for (let block = 0; block < blocks; block += 1) {
    for (const subject of rotated(taking, block)) {
      const perSecond = await appendsPerSecond(subject, { ...load, operations, firstStream });
      seconds.set(subject.name, (seconds.get(subject.name) ?? 0) + operations / perSecond);
    }
  }
  for (const [name, total] of seconds) figures.note(caseName(load), name, load.operations / total);
}

/** The same items, beginning with another one. */
export function rotated<T>(items: readonly T[], by: number): readonly T[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
