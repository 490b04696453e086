/** Faults of the simulated estate: what it does wrong from now on. */

const at = (endpoint: string): string => `${endpoint}/_local/estate/faults`;

/** Adds a fault, or several as `rules`. Throws if the estate refuses. */
export async function addFault(endpoint: string, fault: object): Promise<void> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(at(endpoint), { method: "POST", headers, body: JSON.stringify(fault) });
  if (!answer.ok) throw new Error(`the fault was refused: ${answer.status} ${await answer.text()}`);
}

/** Takes all of them away. */
export async function clearFaults(endpoint: string): Promise<void> {
  const answer = await fetch(at(endpoint), { method: "DELETE" });
  if (!answer.ok) throw new Error(`the faults stay: ${answer.status} ${await answer.text()}`);
}
