/** Events of DRS as the requirements have them, for monitoring that knows no others: source `enterprise.dr.drs`, type `DRS <what>`. */
import type { Echo, EchoedFact } from "@dr/adapter-kit";

const WHAT = {
  TechnologyStarted: "Execution Started",
  TechnologyCompleted: "Execution Completed",
  TechnologyFailed: "Execution Failed",
} as const;

/** The second voice of this adapter. */
export const drsEvents: Echo = {
  source: "enterprise.dr.drs",
  of: (fact) => {
    const { operationId, executionId, waveNumber, taskId, phase, attempt } = fact.data;
    return {
      detailType: `DRS ${WHAT[fact.type]}`,
      detail: {
        operationId,
        technology: "drs",
        timestamp: fact.time,
        details: { executionId, waveNumber, taskId, phase, attempt, ...outcomeOf(fact) },
      },
      // The ARN that the requirements show, without a Region and an account: DRS knows no such resource.
      resources: [`arn:aws:drs:::operation/${operationId}`],
    };
  },
};

function outcomeOf(fact: EchoedFact): Readonly<Record<string, unknown>> {
  if (fact.type === "TechnologyStarted") return {};
  const { result } = fact.data;
  const recovered = result?.resources.flatMap(({ after }) => {
    const list: unknown = after["recoveredInstances"];
    return Array.isArray(list) ? (list as unknown[]) : [];
  });
  return {
    ...(result === undefined ? {} : { rtoSeconds: result.rtoSeconds, recoveredInstances: recovered }),
    ...(fact.type === "TechnologyFailed" ? { code: fact.data.failure.code, message: fact.data.failure.message } : {}),
  };
}
