/** What systems that do not know our events are told beside a fact, under a source of its own. Nothing of ours listens to it. */
import type { Envelope, EventData } from "@dr/events";
import type { Bus } from "@dr/runtime";

/** A fact that begins or ends a task. */
export type EchoedFact =
  | { readonly type: "TechnologyStarted"; readonly time: string; readonly data: EventData<"TechnologyStarted"> }
  | { readonly type: "TechnologyCompleted"; readonly time: string; readonly data: EventData<"TechnologyCompleted"> }
  | { readonly type: "TechnologyFailed"; readonly time: string; readonly data: EventData<"TechnologyFailed"> };

/** An adapter's second voice: its source, which its manifest names too (`echoes`), and what it says of a fact. */
export interface Echo {
  readonly source: string;
  readonly of: (fact: EchoedFact) => {
    readonly detailType: string;
    readonly detail: Readonly<Record<string, unknown>>;
    readonly resources: readonly string[];
  };
}

const ECHOED = new Set(["TechnologyStarted", "TechnologyCompleted", "TechnologyFailed"]);

/** Says it after the fact itself, at least once, and again whenever the fact is said again: `detail.id` is the fact's. Nothing is said of progress. */
export async function sayEcho(bus: Bus, echo: Echo | undefined, id: string, fact: { readonly type: string }): Promise<void> {
  if (echo === undefined || !ECHOED.has(fact.type)) return;
  const { detailType, detail, resources } = echo.of(fact as EchoedFact);
  await bus.publish([{ source: echo.source, detailType, detail: { id, ...detail } as unknown as Envelope, resources }]);
}
