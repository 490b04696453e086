/** What is to happen, in the order of time. */

/** Something that happens at `atMs`; of two at the same time the one that was planned first comes first. */
export interface Planned {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
}

/** A priority queue of planned events. */
export interface EventHeap {
  readonly push: (event: Planned) => void;
  readonly pop: () => Planned | undefined;
  readonly size: () => number;
}

/** An empty binary heap. */
export function createEventHeap(): EventHeap {
  const heap: Planned[] = [];
  return {
    size: () => heap.length,
    push: (event) => {
      let at = heap.push(event) - 1;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (!isBefore(event, heap[parent] as Planned)) break;
        heap[at] = heap[parent] as Planned;
        at = parent;
      }
      heap[at] = event;
    },
    pop: () => {
      const first = heap[0];
      const last = heap.pop();
      if (first === undefined || last === undefined || heap.length === 0) return first;
      sink(heap, last);
      return first;
    },
  };
}

/** Puts `event` at the root of `heap` and lets it sink to where it belongs. */
function sink(heap: Planned[], event: Planned): void {
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    const right = left + 1;
    if (left >= heap.length) break;
    const smaller = right < heap.length && isBefore(heap[right] as Planned, heap[left] as Planned) ? right : left;
    if (!isBefore(heap[smaller] as Planned, event)) break;
    heap[at] = heap[smaller] as Planned;
    at = smaller;
  }
  heap[at] = event;
}

function isBefore(a: Planned, b: Planned): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}
