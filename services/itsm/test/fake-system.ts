// A system of changes in memory, with what people do there, and answers that get lost.
import type { Change, ChangeSystem, Vote } from "../src/change-system.ts";

export function createFakeSystem() {
  const changes = new Map<string, Change>();
  const votes: Vote[] = [];
  const notes: string[] = [];
  const state = { losesAnswers: false, isDown: false };
  const get = (id: string): Change => changes.get(id) as Change;
  const up = <T>(value: T): Promise<T> => (state.isDown ? Promise.reject(new Error("down")) : Promise.resolve(value));
  const system: ChangeSystem = {
    find: (correlationId) => up([...changes.values()].filter((change) => change.correlationId === correlationId)),
    findNumber: (number) => up([...changes.values()].find((change) => change.number === number)),
    findPlanRequests: () => up([...changes.values()].filter(({ correlationId }) => correlationId.startsWith("dr-plan:"))),
    create: async ({ correlationId, description }) => {
      const number = `CHG${String(30_000 + changes.size).padStart(7, "0")}`;
      const change: Change = {
        id: number,
        number,
        correlationId,
        description,
        phase: "open",
        approval: "requested",
        onHold: false,
        conflicts: false,
      };
      changes.set(number, change);
      if (state.losesAnswers) throw new Error("no answer");
      return up(change);
    },
    bind: (id, more) => {
      changes.set(id, { ...get(id), ...more });
      return up(get(id));
    },
    read: (id) => up(changes.get(id)),
    votes: () => up(votes),
    note: async (_id, text) => {
      await up(undefined);
      notes.push(text);
    },
  };
  const edit = (id: string, more: Partial<Change>): void => void changes.set(id, { ...get(id), ...more });
  return { system, changes, votes, notes, state, edit };
}
