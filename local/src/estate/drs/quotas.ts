// The service quotas of DRS that limit jobs.

/** Limits that StartRecovery and TerminateRecoveryInstances enforce per Region. */
export type DrsQuotas = {
  readonly serversPerJob: number;
  readonly concurrentJobs: number;
  readonly serversInAllJobs: number;
};

/** AWS's published quotas (not adjustable); codes L-B827C881, L-D88FAC3A, L-05AFA8C6. */
export const AWS_DRS_QUOTAS: DrsQuotas = { serversPerJob: 100, concurrentJobs: 20, serversInAllJobs: 500 };
