/** The most that can be under way at the same moment, of work that partly waits for other work. */

/** A piece of work: how much it weighs, and what has to be over before it, by its place in the list. */
export interface Work {
  readonly weight: number;
  readonly before: readonly number[];
}

/** More pieces of weight than this are not put together exactly; what they sum up to then stands for the most. */
const MAX_PIECES = 200;

/**
 * The heaviest set of pieces of which none waits for another, directly or not. `work` stands so that everything comes after what it waits for. With
 * more than 200 pieces of weight it is the sum of all of them, which is never too low.
 */
export function mostAtOnce(work: readonly Work[]): number {
  const heavy = work.flatMap(({ weight }, index) => (weight > 0 ? [{ index, weight }] : []));
  const sum = heavy.reduce((total, { weight }) => total + weight, 0);
  if (heavy.length <= 1 || heavy.length > MAX_PIECES) return sum;
  // Dilworth, with weights: what cannot be laid one after the other is what can run at once, and a flow lays as much as can be.
  return sum - largestFlow(successorsOf(work, new Map(heavy.map(({ index }, place) => [index, place]))), heavy);
}

/** For each heavy piece those that wait for it, directly or not. */
function successorsOf(work: readonly Work[], places: ReadonlyMap<number, number>): readonly (readonly number[])[] {
  const successors = Array.from({ length: places.size }, (): number[] => []);
  /** A bit for each heavy piece that a piece waits for. */
  const ahead: bigint[] = [];
  for (const [index, { before }] of work.entries()) {
    const mine = before.reduce((bits, each) => bits | (ahead[each] ?? 0n) | bitOf(places.get(each)), 0n);
    ahead.push(mine);
    const own = places.get(index);
    if (own === undefined) continue;
    for (const [place, list] of successors.entries()) if ((mine & bitOf(place)) !== 0n) list.push(own);
  }
  return successors;
}

function bitOf(place: number | undefined): bigint {
  return place === undefined ? 0n : 1n << BigInt(place);
}

const SOURCE = 0;
const SINK = 1;

/** How much of the weight can be laid behind other weight: the largest flow from what is over to what follows it (Edmonds and Karp). */
function largestFlow(successors: readonly (readonly number[])[], heavy: readonly { readonly weight: number }[]): number {
  const giver = (place: number): number => 2 + place;
  const taker = (place: number): number => 2 + heavy.length + place;
  const room = Array.from({ length: 2 + 2 * heavy.length }, () => new Float64Array(2 + 2 * heavy.length));
  for (const [place, { weight }] of heavy.entries()) {
    setRoom(room, SOURCE, giver(place), weight);
    setRoom(room, taker(place), SINK, weight);
    for (const later of successors[place] ?? []) setRoom(room, giver(place), taker(later), Number.POSITIVE_INFINITY);
  }
  let total = 0;
  for (let path = shortestPath(room); path; path = shortestPath(room)) {
    const amount = path.reduce((least, [from, to]) => Math.min(least, room[from]?.[to] ?? 0), Number.POSITIVE_INFINITY);
    for (const [from, to] of path) {
      setRoom(room, from, to, (room[from]?.[to] ?? 0) - amount);
      setRoom(room, to, from, (room[to]?.[from] ?? 0) + amount);
    }
    total += amount;
  }
  return total;
}

function setRoom(room: readonly Float64Array[], from: number, to: number, amount: number): void {
  const row = room[from];
  if (row) row[to] = amount;
}

/** The steps of a shortest way with room from the source to the sink. */
function shortestPath(room: readonly Float64Array[]): readonly (readonly [from: number, to: number])[] | undefined {
  const cameFrom = new Map([[SOURCE, SOURCE]]);
  const queue = [SOURCE];
  for (const from of queue) {
    room[from]?.forEach((left, to) => {
      if (left <= 0 || cameFrom.has(to)) return;
      cameFrom.set(to, from);
      queue.push(to);
    });
    if (cameFrom.has(SINK)) break;
  }
  if (!cameFrom.has(SINK)) return undefined;
  const path: [number, number][] = [];
  for (let to = SINK; to !== SOURCE; to = cameFrom.get(to) ?? SOURCE) path.push([cameFrom.get(to) ?? SOURCE, to]);
  return path;
}
