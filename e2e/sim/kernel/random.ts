/** Randomness of one run: every number comes from the seed, and each part of the simulation has a stream of its own. */

/** A stream of random numbers. The same seed and name give the same numbers, whatever the other streams are asked for. */
export interface Random {
  /** In [0,1). */
  readonly next: () => number;
  /** A whole number in [0,n). */
  readonly below: (n: number) => number;
  /** A whole number from `min` to `max`, both included. */
  readonly between: (min: number, max: number) => number;
  readonly chance: (probability: number) => boolean;
  /** One of the items. Throws if there are none. */
  readonly pick: <T>(items: readonly T[]) => T;
  /** One of the items, each as likely as its weight. */
  readonly weighted: <T>(items: readonly (readonly [weight: number, item: T])[]) => T;
}

/** The stream `name` of `seed`. */
export function createRandom(seed: number, name: string): Random {
  const next = sfc32(seed, name);
  const below = (n: number): number => Math.floor(next() * n);
  const pick = <T>(items: readonly T[]): T => {
    if (items.length === 0) throw new Error(`random ${name}: nothing to pick from`);
    return items[below(items.length)] as T;
  };
  return {
    next,
    below,
    between: (min, max) => min + below(max - min + 1),
    chance: (probability) => probability > 0 && next() < probability,
    pick,
    weighted: (items) => {
      let left = next() * items.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, item] of items) {
        left -= weight;
        if (left < 0) return item;
      }
      return pick(items)[1];
    },
  };
}

/** Chris Doty-Humphrey's sfc32 (PractRand): small, fast, and good enough to choose faults with. */
function sfc32(seed: number, name: string): () => number {
  let a = hash(name);
  let b = seed >>> 0;
  let c = Math.floor(seed / 0x1_0000_0000) >>> 0;
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 0x1_0000_0000;
  };
  for (let round = 0; round < 12; round += 1) next();
  return next;
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return value;
}
