// The service quotas of DRS that limit jobs.

/** AWS's published quotas per Region, not adjustable: L-B827C881, L-D88FAC3A, L-05AFA8C6. */
export const DRS_QUOTAS = { serversPerJob: 100, concurrentJobs: 20, serversInAllJobs: 500 };
